"""The verbs of objections: the institution raises one, the assessor answers it."""

from collections.abc import Collection
from decimal import Decimal

from django.utils.translation import gettext as _

from caruban.evaluation.actions.judging import keep, set_judged
from caruban.evaluation.actions.saying import checked_level, settle
from caruban.evaluation.events import ObjectionAnswered, ObjectionRaised
from caruban.evaluation.models import Answer, Objection
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.rules.workflow import CONTESTABLE
from caruban.kernel.actions import action
from caruban.kernel.actors import Actor
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import emit


@action(EvaluationPermission.STEER, during="assessment")
def object_to(answer: Answer, *, by: Actor, wanted_level: int, grounds: str) -> Objection:
    """Object to a provisional level, with the grounds for another one.

    Refused outside of the time for objections, without grounds, and for the level that was given.
    Raises ValidationError while an objection to it waits for its answer.
    """
    _ask_time(answer)
    checked_level(wanted_level)
    if wanted_level == answer.judged_level:
        raise Refused(_("Asesor sudah memberi tingkat ini."), field="wanted_level")
    if not grounds.strip():
        raise Refused(_("Tulis dasar sanggahan Anda."), field="grounds")
    objection = Objection(answer=answer, wanted_level=wanted_level, grounds=grounds.strip())
    objection.full_clean()
    objection.save()
    emit(ObjectionRaised(subject=answer, level=wanted_level))
    return objection


@action(EvaluationPermission.JUDGE, during="answer__assessment")
def answer_objection(
    objection: Objection,
    *,
    by: Actor,
    is_upheld: bool,
    reply: str,
    items: Collection[str] | None = None,
    score: Decimal | None = None,
) -> Objection:
    """Answer an objection; an upheld one changes the assessor's level, and is kept as a judgement.

    items, score   what is accepted now, where the instrument counts items or takes a score; the
                   level follows from them. Elsewhere it becomes the level that was asked for.

    Refused without a reply, a second time, and where items are counted but none are named.
    """
    if objection.outcome != Objection.Outcome.OPEN:
        raise Refused(_("Sanggahan ini sudah dijawab."))
    if not reply.strip():
        raise Refused(_("Tulis jawaban atas sanggahan ini."), field="reply")
    outcome = Objection.Outcome.UPHELD if is_upheld else Objection.Outcome.DISMISSED
    if is_upheld:
        _uphold(objection, by, reply, items, score)
    objection.outcome, objection.reply = outcome, reply.strip()
    objection.full_clean(exclude=["answer"])
    objection.save(update_fields=["outcome", "reply", "updated_at"])
    emit(ObjectionAnswered(subject=objection.answer, outcome=outcome.label))
    return objection


def _uphold(
    objection: Objection,
    by: Actor,
    reply: str,
    items: Collection[str] | None,
    score: Decimal | None,
) -> None:
    answer = Answer.objects.select_for_update().get(pk=objection.answer_id)
    indicator = answer.assessment.instrument.content.by_number[answer.number]
    if indicator.items and items is None and score is None:
        raise Refused(_("Tandai butir data dukung yang Anda terima."), field="items")
    level = None if indicator.items else objection.wanted_level
    said = settle(indicator, level=level, items=items, score=score)
    set_judged(answer, said)
    keep(answer, said, by=by, reason=reply)


def _ask_time(answer: Answer) -> None:
    if answer.assessment.state not in CONTESTABLE:
        raise Refused(
            _("Sanggahan dibuka sesudah hasil sementara; evaluasi ini pada tahap %(state)s.")
            % {"state": answer.assessment.get_state_display()}
        )
