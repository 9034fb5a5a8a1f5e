"""An institution's years side by side: results and targets as columns of one kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from caruban.evaluation.models import Instrument, Target
from caruban.evaluation.queries.tables import values_by_key
from caruban.evaluation.queries.trend import Point, trend
from caruban.evaluation.rules.gap import TargetKey
from caruban.kernel.actors import Actor
from caruban.kernel.organisations.models import Organisation


@dataclass(frozen=True)
class Column:
    """The values of one year by one instrument: of an evaluation, or the targets set for it.

    values  empty while nobody said anything
    key     for addresses: "2021:code" for an evaluation, "target-2024:code" for targets
    point   the evaluation; None for targets
    """

    key: str
    year: int
    instrument: Instrument
    values: Mapping[TargetKey, Decimal]
    point: Point | None = None


def columns(institution: Organisation, *, by: Actor) -> list[Column]:
    """Give every evaluation that `by` may see, the earliest first, then the targets of each year.

    Targets are public; those by an instrument without any evaluation are left out.
    """
    points = trend(institution, by=by)
    results = [
        Column(
            f"{one.year}:{one.assessment.instrument.code}",
            one.year,
            one.assessment.instrument,
            values_by_key(one.index) if one.index.values else {},
            one,
        )
        for one in points
    ]
    instruments = {one.assessment.instrument.code: one.assessment.instrument for one in points}
    return [*results, *_targets(institution, instruments)]


def _targets(institution: Organisation, instruments: Mapping[str, Instrument]) -> list[Column]:
    rows = Target.objects.filter(institution=institution, instrument__code__in=instruments)
    held: dict[tuple[int, str], dict[TargetKey, Decimal]] = {}
    for year, code, subject, number, value in rows.values_list(
        "year", "instrument__code", "subject", "number", "value"
    ):
        held.setdefault((year, code), {})[subject, number] = value
    return [
        Column(f"target-{year}:{code}", year, instruments[code], values)
        for (year, code), values in sorted(held.items())
    ]
