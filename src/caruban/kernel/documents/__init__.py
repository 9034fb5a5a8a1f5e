"""Documents: content-addressed, versioned, checked by content, scanned, served safely.

Serves every module (data dukung). Perpres 95/2018 art. 40-41 (security); UU 43/2009 (records).
"""
