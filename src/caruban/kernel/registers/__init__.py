"""The declared register: from one class, a list, form, import, export, API, history and search.

Serves every module; the records that its users keep are what proves an indicator.
"""
