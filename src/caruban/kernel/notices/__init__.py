"""Notices: what happened that concerns a reader, in the product and by e-mail, as each chooses.

Serves every module; made once per happening, reader and kind, shown to who may see the record.
"""
