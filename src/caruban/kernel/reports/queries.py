"""What anybody may know of a report whose code they hold."""

import re

from caruban.kernel.reports.models import ALPHABET, CODE_LENGTH, Report

NO_CODE = re.compile(rf"[^{ALPHABET}]")


def plain_code(typed: str) -> str:
    """Give a code as it is kept, from however somebody typed it: case, points and spaces aside."""
    return NO_CODE.sub("", typed.upper()[:100])[: CODE_LENGTH + 1]


def find_report(typed: str) -> Report | None:
    """Give the report of a code, its organisation joined; None for a code that nobody issued.

    Public by intent: whoever holds the code holds the paper. 58 bits are not guessed.
    """
    code = plain_code(typed)
    if len(code) != CODE_LENGTH:
        return None
    rows = Report.objects.exclude(sha256="").select_related("organisation__institution")
    return rows.filter(code=code).first()
