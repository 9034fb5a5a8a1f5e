"""Comments on any record, with mentions of the people who may see it.

Serves every register: what officers would otherwise settle by telephone stays with the record.
"""
