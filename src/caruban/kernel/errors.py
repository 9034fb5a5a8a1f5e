"""Refusals: the one way in which the house says no.

    Refused            a rule of the domain; a sentence, and the field it belongs to
    ├── Stale          the record changed since the reader saw it; says what and by whom
    ├── Full           there is no room to keep something (507)
    └── Away           what is needed for it cannot be reached now (503)

"You may not" is Django's PermissionDenied, "not there for you" is Http404.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

MISSING = frozenset({"blank", "null"})  # Django's codes; its words speak of "null"


class Refused(Exception):
    """A rule refuses a change: form error, row error of an import, or problem+json (409).

    sentence   what a person reads: what is wrong and what to do
    field      the name of the input it belongs to, if one
    """

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        return str(self.sentence)


@dataclass(frozen=True)
class Difference:
    """One field that was changed, in words for people.

    name   the field itself, where one is named: what masks it asks
    """

    label: str
    before: str
    after: str
    name: str = ""


class Full(Refused):
    """There is no room to keep something; nothing of it was kept. An operator must make room."""


class Away(Refused):
    """What is needed for it does not answer now; nothing was changed. The same may work later."""


class Stale(Refused):
    """An edit started from an older version; nothing was overwritten.

    changes   what changed since, field by field
    who       who changed it last, when    the moment of that change
    """

    def __init__(
        self, sentence: str, *, changes: list[Difference], who: str, when: datetime | None
    ) -> None:
        super().__init__(sentence)
        self.changes = changes
        self.who = who
        self.when = when


def sentences_of(error: ValidationError) -> dict[str, list[str]]:
    """Give what a model or a form refuses, by field; "" for the record as a whole."""
    by_field = getattr(error, "error_dict", None)
    if by_field is None:
        return {"": list(error.messages)}
    return {
        "" if field == NON_FIELD_ERRORS else field: [said for one in many for said in _said(one)]
        for field, many in by_field.items()
    }


def _said(error: ValidationError) -> list[str]:
    return [_("Isian ini wajib.")] if error.code in MISSING else list(error.messages)
