"""What happened: typed events, rows of the same transaction; what follows runs from the row.

Serves every module; at least once, safe to repeat.
"""
