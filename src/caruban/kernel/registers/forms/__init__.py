"""Create and edit in every register: forms made from the declaration, drafts, merges, one click.

What officers type is never lost: not to a lost line, a colleague's edit or a second click.
"""
