"""The list of every register: search, filters, order, columns, views, pages and totals.

Serves every register; each state of a list is an address, and costs the same at a million rows.
"""
