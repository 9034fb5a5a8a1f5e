"""Two people edited one answer: what the other one did, and both texts."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from caruban.evaluation.forms.answer import AnswerForm
from caruban.evaluation.models import Answer
from caruban.kernel.errors import Stale


@dataclass(frozen=True)
class Twice:
    """One field with both texts: as it is stored, and as it was typed here."""

    label: str
    stored: str
    typed: str


@dataclass(frozen=True)
class Conflict:
    """What changed meanwhile, and the fields in which both differ now."""

    stale: Stale
    fields: list[Twice]


def conflict_of(form: AnswerForm, answer: Answer, stale: Stale) -> Conflict:
    """Compare what was typed with what is stored, field by field."""
    fields = [
        Twice(str(form.fields[name].label), _text(getattr(answer, name)), _text(typed))
        for name, typed in form.given.items()
        if typed != getattr(answer, name)
    ]
    return Conflict(stale, fields)


def _text(value: object) -> str:
    if value in (None, "", []):
        return _("kosong")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
