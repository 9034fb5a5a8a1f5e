"""Documents attached to any record: what each is, its versions, and the record it belongs to.

Serves every register (data dukung); the documents themselves are kept by `kernel.documents`.
"""
