"""Cursors as the API gives them: a place in the order of a list, signed, and of that list alone.

The place is the list's own (`lists/paging.py`). One that somebody made up or changed is refused,
as is one of a list with other filters or another order: it would skip or repeat records.
"""

from dataclasses import replace
from hashlib import sha256

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from caruban.kernel.registers.lists.paging import Page
from caruban.kernel.registers.lists.state import State

SALT = "caruban.register-cursor"
NEXT, PREV = "n", "p"


def unknown_cursor() -> ValidationError:
    """Give the refusal of a cursor that is none."""
    return ValidationError({"cursor": _("Kursor ini tidak dikenal. Mulai dari halaman pertama.")})


def opened(state: State, cursor: str, *, of: str) -> State:
    """Give a list's state at the place of a cursor.

    of   what tells this list from others: its register, filters and order

    Raises ValidationError for a cursor that is not one of this list's.
    """
    if not cursor:
        return replace(state, after="", before="")
    try:
        mark, direction, place = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise unknown_cursor() from error
    if mark != _mark(of):
        raise unknown_cursor()
    at = {"before": place} if direction == PREV else {"after": place}
    return replace(state, **({"after": "", "before": ""} | at))


def neighbours(page: Page, *, of: str) -> dict[str, str]:
    """Give the cursors of the pages beside a page, by their relation: next and prev."""
    places = (("next", NEXT, page.after), ("prev", PREV, page.before))
    return {
        rel: signing.dumps([_mark(of), direction, place], salt=SALT)
        for rel, direction, place in places
        if place
    }


def _mark(of: str) -> str:
    return sha256(of.encode()).hexdigest()[:16]
