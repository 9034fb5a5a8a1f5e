"""Whether an evaluation can move on: what lacks, in a sentence."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caruban.evaluation.models import Answer, Assessment, Objection
from caruban.evaluation.rules.workflow import Transition, allowed
from caruban.kernel.access import may
from caruban.kernel.actors import Actor
from caruban.kernel.permissions import declared

NAMED = 5  # indicators named in a sentence, at most


def moves(assessment: Assessment, *, by: Actor) -> list[tuple[Transition, str]]:
    """Give the transitions that `by` may make now, each with what it still lacks ("": nothing)."""
    permissions = declared()
    return [
        (one, what_lacks(assessment, one.name))
        for one in allowed(assessment.state)
        if may(by, permissions[one.verb], assessment)
    ]


def what_lacks(assessment: Assessment, transition: str) -> str:
    """Say what must be true before a transition, and is not; "" when it can be made."""
    check = CHECKS.get(transition)
    return check(assessment) if check else ""


def _due(assessment: Assessment) -> str:
    return "" if assessment.due_on else _("Tetapkan dahulu tenggat evaluasi.")


def _complete(assessment: Assessment) -> str:
    return _name(assessment.answers.filter(is_complete=False), _("belum siap diajukan"))


def _reviewed(assessment: Assessment) -> str:
    return _name(assessment.answers.filter(reviewed_level=None), _("belum direviu"))


def _judged(assessment: Assessment) -> str:
    return _name(assessment.answers.filter(judged_level=None), _("belum dinilai asesor"))


def _no_open_objection(assessment: Assessment) -> str:
    waiting = assessment.answers.filter(objections__outcome=Objection.Outcome.OPEN)
    return _name(waiting, _("punya sanggahan yang belum dijawab"))


CHECKS: dict[str, Callable[[Assessment], str]] = {
    "begin": _due,
    "submit": _complete,
    "forward": _reviewed,
    "interview": _judged,
    "publish": _judged,
    "finish": _no_open_objection,
}


def _name(answers: QuerySet[Answer], what: str) -> str:
    numbers = list(answers.order_by("number").values_list("number", flat=True))
    if not numbers:
        return ""
    details = {
        "count": len(numbers),
        "what": what,
        "first": ", ".join(map(str, numbers[:NAMED])),
        "rest": len(numbers) - NAMED,
    }
    if len(numbers) > NAMED:
        return _("%(count)d indikator %(what)s: nomor %(first)s, dan %(rest)d lainnya.") % details
    return (
        ngettext(
            "%(count)d indikator %(what)s: nomor %(first)s.",
            "%(count)d indikator %(what)s: nomor %(first)s.",
            len(numbers),
        )
        % details
    )
