"""Export of exactly what a list shows: CSV, XLSX, ODS and JSON, in constant memory.

Serves every register: the same rows and columns, words for people, codes for machines.
"""
