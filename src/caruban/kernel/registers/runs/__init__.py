"""Runs over a register: imports, bulk changes and large exports, with progress and refusals.

Serves every register; a run can be left, cancelled, and goes on by itself when its worker dies.
"""
