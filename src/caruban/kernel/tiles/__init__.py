"""The interface by which modules show in navigation, in "Pekerjaan saya" and on the public home.

A module's `tiles.py` declares what it offers; nothing here knows a module.
"""
