"""A migration of the next version, for tests: it wants a table that others use."""
