"""Budgets of requests to the API: per token, person or address, over all processes and machines."""
