"""A register of the tests: every kind of field, every word of a declaration."""
