"""The verbs of planning: set targets and efforts, keep a path."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from caruban.evaluation.events import PlanKept, TargetSet
from caruban.evaluation.models import Effort, Instrument, Plan, Target
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.plans import plain_answer, plain_question
from caruban.evaluation.rules import instrument as rules
from caruban.evaluation.rules.gap import TargetKey
from caruban.evaluation.rules.path import Question, TooHard, find
from caruban.kernel.actions import action
from caruban.kernel.actors import Actor, key_of
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import emit
from caruban.kernel.organisations.models import Organisation

CENT = Decimal("0.01")


@action(EvaluationPermission.SET_TARGET)
def set_target(
    institution: Organisation,
    *,
    by: Actor,
    instrument: Instrument,
    year: int,
    subject: str,
    number: int = 0,
    value: Decimal,
    description: str | None = None,
    source: str | None = None,
) -> Target:
    """Set what an institution wants to reach in a year: of the index, a domain or an aspect.

    value   1 to 5, kept with two decimals
    description, source   left as they are when not given

    Refused for a part that the instrument lacks. Raises ValidationError for a value outside of
    1 to 5. Setting again what is set changes nothing.
    """
    _ask_part(instrument, subject, number)
    target = Target.objects.filter(
        institution=institution,
        instrument=instrument,
        year=year,
        subject=subject,
        number=number,
    ).first() or Target(
        institution=institution, instrument=instrument, year=year, subject=subject, number=number
    )
    wanted = {"value": _cents(value), "description": description, "source": source}
    changed = {k: v for k, v in wanted.items() if v is not None and getattr(target, k) != v}
    if not changed:
        return target
    for name, new in changed.items():
        setattr(target, name, new)
    target.full_clean()
    target.save()
    emit(TargetSet(subject=target))
    return target


@action(EvaluationPermission.SET_TARGET)
def set_targets(
    institution: Organisation,
    *,
    by: Actor,
    instrument: Instrument,
    year: int,
    values: Mapping[TargetKey, Decimal],
    descriptions: Mapping[TargetKey, str] | None = None,
    source: str | None = None,
) -> list[Target]:
    """Set several targets of a year; all or none. Refused as `set_target`."""
    told = descriptions or {}
    return [
        set_target(
            institution,
            by=by,
            instrument=instrument,
            year=year,
            subject=subject,
            number=number,
            value=value,
            description=told.get((subject, number)),
            source=source,
        )
        for (subject, number), value in values.items()
    ]


@action(EvaluationPermission.PLAN)
def set_effort(
    institution: Organisation,
    *,
    by: Actor,
    instrument: Instrument,
    number: int,
    level: int,
    days: int,
    cost: Decimal,
) -> Effort:
    """Set what it takes an institution to raise an indicator to a level.

    days   working days;   cost   rupiah

    Refused for an indicator that the instrument lacks. Raises ValidationError for a level outside
    of 1 to 5 or anything below zero.
    """
    if number not in instrument.content.by_number:
        raise Refused(_("Instrumen ini tidak punya indikator itu."), field="number")
    key = {"institution": institution, "instrument": instrument, "number": number, "level": level}
    effort = Effort.objects.filter(**key).first() or Effort(**key)
    effort.days, effort.cost = days, cost
    effort.full_clean()
    effort.save()
    return effort


@action(EvaluationPermission.PLAN)
def set_efforts(
    institution: Organisation,
    *,
    by: Actor,
    instrument: Instrument,
    number: int,
    efforts: Mapping[int, rules.Effort],
) -> list[Effort]:
    """Set what several levels of one indicator take; all or none. Refused as `set_effort`.

    efforts   by level
    """
    return [
        set_effort(
            institution,
            by=by,
            instrument=instrument,
            number=number,
            level=level,
            days=effort.days,
            cost=effort.cost,
        )
        for level, effort in efforts.items()
    ]


@action(EvaluationPermission.PLAN)
def reset_efforts(institution: Organisation, *, by: Actor, instrument: Instrument) -> int:
    """Go back to the instrument's own estimates; give how many of the institution's went."""
    gone, _each = Effort.objects.filter(institution=institution, instrument=instrument).delete()
    return gone


@action(EvaluationPermission.PLAN)
def keep_plan(
    institution: Organisation, *, by: Actor, instrument: Instrument, question: Question
) -> Plan:
    """Find the path that a question asks for, and keep both as they are now.

    Refused where the search takes too long.
    """
    try:
        found = find(question)
    except TooHard as error:
        raise Refused(_("Jalur ini terlalu lama dicari. Kurangi jumlah tahunnya.")) from error
    plan = Plan.objects.create(
        institution=institution,
        instrument=instrument,
        question=plain_question(question),
        answer=plain_answer(found),
        by_id=key_of(by),
    )
    emit(PlanKept(subject=plan))
    return plan


def _ask_part(instrument: Instrument, subject: str, number: int) -> None:
    content = instrument.content
    known: dict[str, set[int]] = {
        Target.Subject.INDEX: {0},
        Target.Subject.DOMAIN: {one.number for one in content.domains},
        Target.Subject.ASPECT: {one.number for one in content.aspects},
    }
    if number not in known.get(subject, set()):
        raise Refused(_("Instrumen ini tidak punya bagian itu."), field="number")


def _cents(value: Any) -> Decimal:
    try:
        return Decimal(str(value)).quantize(CENT, ROUND_HALF_UP)
    except InvalidOperation as error:
        raise Refused(_("Isi target sebagai angka, misalnya 3,20."), field="value") from error
