"""The desk of each person: work, places kept and opened lately, palette, shortcuts.

Modules contribute through `kernel.tiles.interface`, and make their pages places by `interface.py`.
"""
