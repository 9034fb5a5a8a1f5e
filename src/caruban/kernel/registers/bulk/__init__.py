"""Bulk changes of any register: edit, act, remove over a selection or everything filtered.

Each record by its own action, in its own transaction, so nothing is lost or done twice.
"""
