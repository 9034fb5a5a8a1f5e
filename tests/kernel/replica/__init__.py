"""Reads from a real streaming replica of the tests' own database."""
