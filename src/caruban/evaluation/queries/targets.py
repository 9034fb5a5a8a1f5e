"""Targets of an institution, by year."""

from decimal import Decimal

from django.db.models import QuerySet

from caruban.evaluation.models import Assessment, Instrument, Target
from caruban.evaluation.rules.gap import TargetKey
from caruban.kernel.organisations.models import Organisation


def targets_of(institution: Organisation, instrument: Instrument, year: int) -> QuerySet[Target]:
    """Give the targets of a year: index, domains, aspects in order. Public: they are published."""
    return Target.objects.filter(
        institution=institution, instrument__code=instrument.code, year=year
    ).order_by("subject", "number")


def all_targets(institution: Organisation, instrument: Instrument) -> QuerySet[Target]:
    """Give the targets of all years by an instrument, the earliest year first."""
    rows = Target.objects.filter(institution=institution, instrument__code=instrument.code)
    return rows.order_by("year", "subject", "number")


def targets_by_year(
    institution: Organisation, instrument: Instrument
) -> dict[int, dict[TargetKey, Decimal]]:
    """Give the targets of all years by what they are of, the earliest year first."""
    held: dict[int, dict[TargetKey, Decimal]] = {}
    for one in all_targets(institution, instrument):
        held.setdefault(one.year, {})[one.subject, one.number] = one.value
    return held


def target_values(
    institution: Organisation, instrument: Instrument, year: int
) -> dict[TargetKey, Decimal]:
    """Give the targets of a year by what they are of."""
    rows = targets_of(institution, instrument, year)
    return {(one.subject, one.number): one.value for one in rows}


def target_years(institution: Organisation, instrument: Instrument) -> list[int]:
    """Give the years that have targets, the earliest first."""
    rows = Target.objects.filter(institution=institution, instrument__code=instrument.code)
    return sorted(set(rows.values_list("year", flat=True)))


def target_year(assessment: Assessment) -> int | None:
    """Give the year whose targets an evaluation looks at: the next one on, else the last one."""
    years = target_years(assessment.institution, assessment.instrument)
    ahead = [year for year in years if year >= assessment.year]
    return next(iter(ahead), years[-1] if years else None)
