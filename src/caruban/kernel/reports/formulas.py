"""Text that a spreadsheet would run as a formula gets a sign before it; an import takes it away.

CSV knows no types, so a cell that begins like a formula is one to the program that opens it.
Source: OWASP, "CSV Injection"; the full-width signs are what some programs read alike.
"""

import re

GUARD = "'"
# also behind blanks, and where the text itself begins with guards: so that it can be undone
RISKY = re.compile(r"'*[\s\u200b\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|'*[\t\r\n]")


def is_risky(text: str) -> bool:
    """Say whether a spreadsheet may read a text as a formula."""
    return RISKY.match(text) is not None


def guarded(text: str) -> str:
    """Give a text that no spreadsheet runs."""
    return GUARD + text if is_risky(text) else text


def undone(text: str) -> str:
    """Give the text that `guarded` was given."""
    return text[1:] if text.startswith(GUARD) and is_risky(text[1:]) else text
