"""The index of an evaluation, on any basis: claimed, reviewed, judged, final or proved."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caruban.evaluation.models import Answer, Assessment
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.answers import answers_of
from caruban.evaluation.rules.index import Index, compute
from caruban.evaluation.rules.instrument import Instrument
from caruban.evaluation.rules.values import Given, counted, is_whole, value_of
from caruban.kernel.access import may
from caruban.kernel.actors import Actor
from caruban.kernel.proofs.queries import proofs_of

Values = dict[int, Decimal | None]


class Basis(TextChoices):
    """Whose word an index is made of."""

    CLAIMED = "claimed", _("diklaim")
    REVIEWED = "reviewed", _("direviu")
    JUDGED = "judged", _("dinilai asesor")
    FINAL = "final", _("akhir")
    PROVED = "proved", _("terbukti")


COLUMNS: Mapping[str, tuple[str, str, str]] = {
    Basis.CLAIMED: ("claimed_level", "claimed_items", "claimed_score"),
    Basis.REVIEWED: ("reviewed_level", "reviewed_items", "reviewed_score"),
    Basis.JUDGED: ("judged_level", "judged_items", "judged_score"),
    Basis.FINAL: ("final_level", "judged_items", "judged_score"),
}


def current_basis(assessment: Assessment) -> Basis:
    """Give the basis that stands now: final, then the assessor's published result, else claims."""
    state = Assessment.State(assessment.state)
    if state == Assessment.State.FINAL:
        return Basis.FINAL
    if state in (Assessment.State.PROVISIONAL, Assessment.State.OBJECTION):
        return Basis.JUDGED
    return Basis.CLAIMED


def index_of(
    assessment: Assessment, basis: Basis, *, by: Actor, at: datetime | None = None
) -> Index:
    """Compute the index of an evaluation on a basis; exact, see `rules.index.compute`.

    at   a moment of the past, to see claims, judgements and proofs as they were then

    Raises PermissionDenied when `by` asks for more than the final index and may not.
    """
    return compute(assessment.instrument.content, values_of(assessment, basis, by=by, at=at))


def official_index(assessment: Assessment, *, by: Actor) -> Index:
    """Compute the index on the basis that stands now."""
    return index_of(assessment, current_basis(assessment), by=by)


def values_of(
    assessment: Assessment, basis: Basis, *, by: Actor, at: datetime | None = None
) -> Values:
    """Give the value of each indicator on a basis, None where nobody said. Raises as `index_of`."""
    _ask(assessment, basis, by, at)
    instrument = assessment.instrument.content
    if basis == Basis.PROVED:
        return _proved(assessment, instrument, by, at or timezone.now())
    if at is not None:
        answers = answers_of(assessment, by=by, at=at)
        return values_from(instrument, answers, basis)
    rows = Answer.objects.filter(assessment=assessment).values_list("number", *COLUMNS[basis])
    return {number: _value(instrument, basis, number, said) for number, *said in rows}


def values_from(instrument: Instrument, answers: Iterable[Answer], basis: Basis) -> Values:
    """Give the value of each answer at hand, on a basis other than proofs."""
    return {
        answer.number: _value(
            instrument, basis, answer.number, [getattr(answer, name) for name in COLUMNS[basis]]
        )
        for answer in answers
    }


def levels_of(
    assessment: Assessment, basis: Basis, *, by: Actor, at: datetime | None = None
) -> dict[int, int | None]:
    """Give the level of each indicator on a basis, None where nobody said. Raises as `index_of`."""
    _ask(assessment, basis, by, at)
    if basis == Basis.PROVED:
        held = proofs_of(
            assessment.institution, assessment.instrument.code, by=by, at=at or timezone.now()
        )
        return {number: proof.level or None for number, proof in held.items()}
    if at is not None:
        answers = answers_of(assessment, by=by, at=at)
        return {answer.number: getattr(answer, COLUMNS[basis][0]) for answer in answers}
    rows = Answer.objects.filter(assessment=assessment)
    return dict(rows.values_list("number", COLUMNS[basis][0]))


def indices_of(assessments: Iterable[Assessment], basis: Basis = Basis.FINAL) -> dict[int, Index]:
    """Compute the index of many evaluations, by their key, with one look at the answers.

    The evaluations must be such as the reader may see on that basis. Proofs are no basis here.
    """
    whole: dict[int, list[Assessment]] = {}
    others = []
    for one in assessments:
        if is_whole(one.instrument.content):
            whole.setdefault(one.instrument_id, []).append(one)
        else:
            others.append(one)
    found = _computed(others, basis)
    for own in whole.values():
        levels = _levels(own, COLUMNS[basis][0])
        indices = own[0].instrument.scorer.indices([levels.get(one.pk, {}) for one in own])
        found |= {one.pk: index for one, index in zip(own, indices, strict=True)}
    return found


def _levels(assessments: Iterable[Assessment], column: str) -> dict[int, dict[int, int]]:
    """Read the levels that somebody said, by evaluation and indicator: two arrays for each."""
    rows = Answer.objects.filter(assessment__in=[one.pk for one in assessments])
    told = rows.exclude(**{column: None}).order_by().values_list("assessment_id")
    arrays = told.annotate(numbers=ArrayAgg("number"), levels=ArrayAgg(column))
    return {pk: dict(zip(numbers, levels, strict=True)) for pk, numbers, levels in arrays}


def _computed(assessments: Iterable[Assessment], basis: Basis) -> dict[int, Index]:
    held = {one.pk: one for one in assessments}
    rows = Answer.objects.filter(assessment__in=held).values_list(
        "assessment_id", "number", *COLUMNS[basis]
    )
    values: dict[int, Values] = {pk: {} for pk in held}
    for pk, number, *said in rows if held else ():
        values[pk][number] = _value(held[pk].instrument.content, basis, number, said)
    return {pk: compute(held[pk].instrument.content, one) for pk, one in values.items()}


def _ask(assessment: Assessment, basis: Basis, by: Actor, at: datetime | None) -> None:
    is_public = basis == Basis.FINAL and assessment.state == Assessment.State.FINAL and at is None
    if not is_public and not may(by, EvaluationPermission.READ, assessment):
        raise PermissionDenied(EvaluationPermission.READ)


def _proved(assessment: Assessment, instrument: Instrument, by: Actor, at: datetime) -> Values:
    held = proofs_of(assessment.institution, assessment.instrument.code, by=by, at=at)
    return {
        number: value_of(instrument, number, Given(proof.level or None))
        for number, proof in held.items()
        if number in instrument.by_number
    }


def _value(instrument: Instrument, basis: str, number: int, said: Sequence[Any]) -> Decimal | None:
    level, items, score = said
    if level is None or number not in instrument.by_number:
        return None
    if basis == Basis.CLAIMED and not items:  # claims begin with no box ticked: not counted yet
        items = None
    return value_of(
        instrument, number, Given(level, None if items is None else counted(items), score)
    )
