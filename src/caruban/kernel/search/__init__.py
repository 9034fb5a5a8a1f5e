"""One search over everything that the reader may see: every register, by the same words and rights.

Serves every module; nothing is found that a list would not show.
"""
