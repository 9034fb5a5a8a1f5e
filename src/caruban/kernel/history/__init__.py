"""History of every table of record, kept by the database itself: append-only, SQL included.

Serves every module; UU 27/2022 art. 31 (records of processing), indicator 22 (security).
"""
