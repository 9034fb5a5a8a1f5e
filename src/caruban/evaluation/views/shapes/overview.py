"""The first page about an evaluation: headline, charts, table with heat, next steps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from caruban.evaluation.models import Assessment
from caruban.evaluation.names import level_names, named, predicate_name
from caruban.evaluation.queries.index import Basis
from caruban.evaluation.queries.overview import NextStep, Overview
from caruban.evaluation.queries.tables import Row, Table
from caruban.evaluation.queries.trend import Point
from caruban.evaluation.rules.gap import Gap
from caruban.evaluation.rules.index import rounded
from caruban.evaluation.views.frame import Frame
from caruban.evaluation.views.shapes.charts import (
    aspect_radar,
    index_ruler,
    index_trend,
    predicate_said,
)
from caruban.kernel.web.charts import Mark, Moment, Radar, Ruler, Trend
from caruban.kernel.web.formats import score

LONG_YEAR = 365  # days; a day more or less moves no dot


@dataclass(frozen=True)
class Cell:
    """One indicator in the heat of its aspect."""

    number: int
    name: str
    level: int
    href: str


@dataclass(frozen=True)
class Line:
    """One aspect of the table with the cells of its indicators."""

    row: Row
    name: str
    cells: list[Cell]


@dataclass(frozen=True)
class Group:
    """One domain of the table; an instrument with one domain only needs no row for it."""

    row: Row
    name: str
    lines: list[Line]


@dataclass(frozen=True)
class Step:
    """One hint: what to do, on which indicator, what it brings."""

    title: str
    indicator: str
    href: str
    before: int
    after: int
    unit: str
    days: int
    gain: Decimal


@dataclass(frozen=True)
class Headline:
    """The one number: `label` says whose word it is; None while nobody said anything."""

    label: str
    value: Decimal | None
    predicate: str
    target_year: int | None
    target: Decimal | None
    target_predicate: str
    gap: Gap | None
    missing: int
    proved: Decimal | None
    proved_predicate: str
    proved_count: int
    count: int


@dataclass(frozen=True)
class Page:
    """All that the page draws."""

    headline: Headline
    ruler: Ruler
    trend: Trend | None
    radar: Radar | None
    groups: list[Group]
    top: Row
    table: Table
    levels: list[tuple[int, str]]
    steps: list[Step]
    steps_gain: Decimal


def page_of(frame: Frame, found: Overview, *, today: date) -> Page:
    """Shape the overview for drawing; `today` places what is proved on the axis of years."""
    steps = [_step(frame, found, one) for one in found.steps]
    return Page(
        headline=_headline(found),
        ruler=index_ruler(frame.content, list(_marks(found))),
        trend=_trend(found, today),
        radar=_radar(found.table),
        groups=[_group(frame, found, domain) for domain in found.table.domains],
        top=found.table.top,
        table=found.table,
        levels=level_names(frame.content),
        steps=steps,
        steps_gain=sum((one.gain for one in steps), Decimal(0)),
    )


def _headline(found: Overview) -> Headline:
    table, content = found.table, found.table.assessment.instrument.content
    target = table.top.target
    proved = found.proved
    return Headline(
        label=basis_label(table.assessment, table.basis),
        value=table.index.printed if table.index.values else None,
        predicate=predicate_name(table.index.predicate)
        if table.index.values
        else _("Belum ada nilai"),
        target_year=table.target_year if target is not None else None,
        target=target,
        target_predicate=predicate_said(content, target) if target is not None else "",
        gap=table.top.gap if table.index.values else None,
        missing=len(table.index.missing),
        proved=proved.printed if proved and proved.values else None,
        proved_predicate=predicate_name(proved.predicate) if proved else "",
        proved_count=len(proved.values) if proved else 0,
        count=len(content.indicators),
    )


def basis_label(assessment: Assessment, basis: Basis) -> str:
    """Say whose word the number is, and of which year."""
    labels = {
        Basis.CLAIMED: _("Menurut klaim %(year)s"),
        Basis.REVIEWED: _("Menurut reviu internal %(year)s"),
        Basis.JUDGED: _("Menurut asesor %(year)s"),
        Basis.FINAL: _("Hasil penilaian %(year)s"),
        Basis.PROVED: _("Menurut bukti, evaluasi %(year)s"),
    }
    return labels[basis] % {"year": assessment.year}


def _marks(found: Overview) -> Iterator[Mark]:
    table = found.table
    if table.last is not None and table.top.last is not None:
        yield Mark(rounded(table.top.last), str(table.last.year), "base")
    if table.index.values:
        yield Mark(table.index.printed, str(table.assessment.year), "now")
    if found.proved and found.proved.values and table.basis != Basis.PROVED:
        yield Mark(found.proved.printed, _("bukti"), "base")
    if table.top.target is not None:
        yield Mark(table.top.target, _("target"), "goal")


def _trend(found: Overview, today: date) -> Trend | None:
    """Draw the years by this instrument, what is proved today, and the way to the target."""
    table = found.table
    code = table.assessment.instrument.code
    own = [one for one in found.points if one.assessment.instrument.code == code]
    held = [_moment(one, table.assessment) for one in own if one.index.values]
    if not held:
        return None
    lines = [("base", held)]
    if found.proved and found.proved.values:
        when = today.year + round(today.timetuple().tm_yday / LONG_YEAR, 2)
        label = _("%(value)s bukti") % {"value": score(found.proved.printed)}
        lines.append(("now", [held[-1], Moment(when, found.proved.printed, label, "now")]))
    if table.top.target is not None and table.target_year and table.target_year > held[-1].when:
        label = _("%(value)s target") % {"value": score(table.top.target)}
        goal = Moment(table.target_year, table.top.target, label, "goal")
        lines.append(("goal", [held[-1], goal]))
    return index_trend(lines)


def _moment(point: Point, shown: Assessment) -> Moment:
    value = point.index.printed
    label = score(value) if point.is_official else f"{score(value)} {point.basis.label}"
    kind = "now" if point.assessment.pk == shown.pk else "base"
    return Moment(point.year, value, label, kind)


def _radar(table: Table) -> Radar | None:
    if not table.index.values:
        return None
    series: list[tuple[str, str, list[Decimal | None]]] = []
    if table.top.target is not None or any(one.target for one in table.aspects):
        name = _("target %(year)s") % {"year": table.target_year}
        series.append(("goal", name, [one.target for one in table.aspects]))
    if table.last is not None:
        series.append(("base", str(table.last.year), [one.last for one in table.aspects]))
    label = basis_label(table.assessment, table.basis)
    series.append(("now", label, [one.value for one in table.aspects]))
    return aspect_radar(table.aspects, series)


def _group(frame: Frame, found: Overview, domain: Row) -> Group:
    lines = [
        Line(aspect, named(aspect), [_cell(frame, found, one) for one in aspect.children])
        for aspect in domain.children
    ]
    return Group(domain, named(domain), lines)


def _cell(frame: Frame, found: Overview, row: Row) -> Cell:
    level = found.levels.get(row.number) or 0
    return Cell(row.number, named(row), level, frame.indicator_url(row.number))


def _step(frame: Frame, found: Overview, step: NextStep) -> Step:
    indicator = frame.content.by_number[step.number]
    title = named(indicator)
    missing = step.line.missing if step.line and step.line.next_level == step.level else []
    return Step(
        title=missing[0].sentence if missing else title,
        indicator=title,
        href=frame.indicator_url(step.number),
        before=step.level - 1,
        after=step.level,
        unit=step.line.unit.name if step.line else "",
        days=step.effort.days,
        gain=step.gain,
    )
