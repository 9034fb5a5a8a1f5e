"""Caruban: the integrated electronic-government platform (SPBE) of an Indonesian regency."""
