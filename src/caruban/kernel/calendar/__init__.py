"""The calendar of what is due: by month, as an agenda, and as a feed for calendar programs.

Dates come from tasks of all modules and from registers that declare one; RFC 5545.
"""
