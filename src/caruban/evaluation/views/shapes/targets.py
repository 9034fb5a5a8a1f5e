"""Targets as a table of years, and as the rows of their form."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.forms import BoundField

from caruban.evaluation.forms.targets import TargetsForm, name_of
from caruban.evaluation.models import Target
from caruban.evaluation.names import named
from caruban.evaluation.queries.tables import Row, Table
from caruban.evaluation.rules.document import recompute
from caruban.evaluation.rules.gap import Gap, TargetKey
from caruban.evaluation.rules.instrument import Instrument

Key = TargetKey


@dataclass(frozen=True)
class Line:
    """One part: its value now, and its target and gap in each year, in the order of the years."""

    kind: str
    number: int
    name: str
    value: Decimal | None
    gaps: list[Gap | None]


@dataclass(frozen=True)
class Told:
    """What was written about targets of one year: where they come from, what they mean."""

    year: int
    sources: list[str]
    descriptions: list[tuple[str, str]]


@dataclass(frozen=True)
class Page:
    """All that the page draws."""

    years: list[int]
    lines: list[Line]
    told: list[Told]


def page_of(table: Table, targets: list[Target]) -> Page:
    """Shape the targets of all years beside the values of a table."""
    years = sorted({one.year for one in targets})
    values = {(one.year, (one.subject, one.number)): one.value for one in targets}
    return Page(
        years=years,
        lines=[
            _line(row, [values.get((year, (row.kind, row.number))) for year in years])
            for row in _parts(table)
        ],
        told=[_told(table, year, [one for one in targets if one.year == year]) for year in years],
    )


def _parts(table: Table) -> Iterator[Row]:
    for row in table.rows:
        if row.kind != "indicator" and (row.kind != "domain" or len(table.domains) > 1):
            yield row


def _line(row: Row, targets: list[Decimal | None]) -> Line:
    value = row.value or Decimal(0)
    gaps = [None if target is None else Gap(value, target) for target in targets]
    return Line(row.kind, row.number, named(row), row.value, gaps)


def _told(table: Table, year: int, targets: list[Target]) -> Told:
    names = {(row.kind, row.number): named(row) for row in _parts(table)}
    return Told(
        year=year,
        sources=list(dict.fromkeys(one.source for one in targets if one.source)),
        descriptions=[
            (names[one.subject, one.number], one.description)
            for one in targets
            if one.description and (one.subject, one.number) in names
        ],
    )


@dataclass(frozen=True)
class FieldRow:
    """One part of the form: its number, and for a domain what it means.

    computed   what the weights make of the aspects' targets as they are set; None while one lacks
    """

    kind: str
    number: int
    field: BoundField
    description: BoundField | None
    value: Decimal | None
    computed: Decimal | None


def rows_of(table: Table, form: TargetsForm) -> list[FieldRow]:
    """Give the rows of the form in the order of the instrument, with the values of now beside."""
    content = table.assessment.instrument.content
    values = {(row.kind, row.number): row.value for row in table.rows}
    aspects = {key[1]: one.value for key, one in form.held.items() if key[0] == "aspect"}
    return [
        FieldRow(
            kind=kind,
            number=number,
            field=form[name],
            description=form[f"uraian-{number}"] if kind == "domain" else None,
            value=values.get((kind, number)),
            computed=_computed(content, aspects, kind, number),
        )
        for kind, number in form.keys.values()
        for name in [name_of(kind, number)]
    ]


def _computed(
    content: Instrument, aspects: dict[int, Decimal], kind: str, number: int
) -> Decimal | None:
    whole = content.aspects if kind == "index" else content.aspects_of(number)
    if kind == "aspect" or any(one.number not in aspects for one in whole):
        return None
    return recompute(content, aspects, "index" if kind == "index" else f"domain {number}")
