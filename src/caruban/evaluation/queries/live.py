"""The live index, indicator by indicator: claimed, proved, judged, and what lacks for the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from caruban.evaluation.models import Answer, Assessment
from caruban.evaluation.names import worded
from caruban.evaluation.queries.answers import answers_of
from caruban.evaluation.queries.assessments import previous
from caruban.evaluation.queries.index import Basis, current_basis, levels_of, values_from
from caruban.evaluation.rules.instrument import LEVELS, Indicator, Part
from caruban.kernel.actors import Actor
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.proofs.models import Proof
from caruban.kernel.proofs.queries import proofs_of


@dataclass(frozen=True)
class Missing:
    """One thing that the next level asks for, and what to do; `proved` says who looks for it."""

    sentence: str
    advice: str = ""
    proved: bool = False


@dataclass(frozen=True)
class Line:
    """One indicator as it stands.

    value       on the basis that stands now (`queries.index.current_basis`); None: nobody said
    proved      the level that records support; None where no module proves this indicator
    conditions  what the proof rests on, as `kernel.proofs.interface.Condition.plain` gives it
    previous    the final level of the last finished evaluation by this instrument
    next_level  one above what stands (proof first, else the claim); None at the top
    """

    indicator: Indicator
    aspect: Part
    domain: Part
    answer: Answer
    value: Decimal | None
    proved: int | None
    conditions: list[dict[str, Any]]
    previous: int | None
    next_level: int | None
    missing: list[Missing]

    @property
    def number(self) -> int:
        return self.indicator.number

    @property
    def unit(self) -> Organisation:
        return self.answer.unit

    @property
    def claimed(self) -> int | None:
        return self.answer.claimed_level

    @property
    def reviewed(self) -> int | None:
        return self.answer.reviewed_level

    @property
    def judged(self) -> int | None:
        return self.answer.judged_level

    @property
    def final(self) -> int | None:
        return self.answer.final_level

    @property
    def overclaims(self) -> bool:
        """Say whether more is claimed than the records show; never where nothing is proved."""
        return self.proved is not None and (self.claimed or 0) > self.proved

    @property
    def evidence_by_level(self) -> dict[int, int]:
        """Count the documents given as evidence, by level."""
        counts: dict[int, int] = {}
        for one in self.answer.evidence.all():
            counts[one.level] = counts.get(one.level, 0) + 1
        return counts


def live(assessment: Assessment, *, by: Actor, at: datetime | None = None) -> list[Line]:
    """Give every indicator of an evaluation as it stands, or stood at a moment, in order.

    Raises PermissionDenied for who may not read the evaluation's inside.
    """
    answers = answers_of(assessment, by=by, at=at)
    return _lines(assessment, answers, by, at or timezone.now())


def line(answer: Answer, *, by: Actor, at: datetime | None = None) -> Line:
    """Give one indicator as it stands; see `live`."""
    return _lines(answer.assessment, [answer], by, at or timezone.now())[0]


def _lines(
    assessment: Assessment, answers: Iterable[Answer], by: Actor, at: datetime
) -> list[Line]:
    instrument = assessment.instrument.content
    answers = list(answers)
    proofs = proofs_of(assessment.institution, instrument.code, by=by, at=at)
    values = values_from(instrument, answers, current_basis(assessment))
    before = previous(assessment)
    levels = levels_of(before, Basis.FINAL, by=by) if before else {}
    lines = []
    for answer in answers:
        indicator = instrument.by_number[answer.number]
        aspect = instrument.aspect(indicator.aspect)
        proof = proofs.get(answer.number)
        wanted = _next(answer, proof)
        lines.append(
            Line(
                indicator=indicator,
                aspect=aspect,
                domain=instrument.domain(aspect.domain),
                answer=answer,
                value=values[answer.number],
                proved=proof.level if proof else None,
                conditions=proof.told if proof else [],
                previous=levels.get(answer.number),
                next_level=wanted,
                missing=_missing(indicator, answer, proof, wanted),
            )
        )
    return lines


def _next(answer: Answer, proof: Proof | None) -> int | None:
    stands = proof.level if proof else best_known(answer) or 0
    return stands + 1 if stands < LEVELS[-1] else None


def best_known(answer: Answer) -> int | None:
    """Give the level that the highest instance so far decided, else the claim."""
    for level in (answer.final_level, answer.judged_level, answer.reviewed_level):
        if level is not None:
            return level
    return answer.claimed_level


def _missing(
    indicator: Indicator, answer: Answer, proof: Proof | None, level: int | None
) -> list[Missing]:
    if level is None:
        return []
    unmet = [one for one in proof.told if not one["met"] and one["level"] == level] if proof else []
    if unmet:
        return [Missing(one["sentence"], one["missing"], proved=True) for one in unmet]
    items = [
        Missing(worded(item))
        for order, item in enumerate(indicator.items.get(level, ()), 1)
        if f"{level}.{order}" not in answer.claimed_items
    ]
    checks = [Missing(worded(check)) for check in indicator.checks.get(level, ())]
    return items or checks or [Missing(indicator.criteria[level])]
