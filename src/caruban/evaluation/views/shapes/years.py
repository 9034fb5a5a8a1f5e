"""Two columns side by side, and the line of all."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from caruban.evaluation.names import named, regulation
from caruban.evaluation.queries.tables import Row
from caruban.evaluation.queries.years import Column
from caruban.evaluation.rules.index import rounded
from caruban.evaluation.rules.instrument import HUNDRED, Part
from caruban.evaluation.views.shapes.charts import aspect_radar, index_trend, predicate_said
from caruban.kernel.web.charts import Moment, Radar, Trend
from caruban.kernel.web.formats import score

INDEX = ("index", 0)


@dataclass(frozen=True)
class Line:
    """One part with its two values; `change` None where one of them is not known."""

    kind: str
    number: int
    name: str
    before: Decimal | None
    after: Decimal | None
    change: Decimal | None


@dataclass(frozen=True)
class Year:
    """One line of the table of all years; `change` only against the same instrument."""

    label: str
    instrument: str
    value: Decimal | None
    predicate: str
    change: Decimal | None
    is_target: bool
    is_official: bool


@dataclass(frozen=True)
class Page:
    """All that the page draws; `comparable` says that one instrument made both."""

    before: str
    after: str
    comparable: bool
    lines: list[Line]
    radar: Radar | None
    trend: Trend | None
    years: list[Year]


def label_of(column: Column) -> str:
    """Name a column in a list of choices."""
    if column.point is None:
        return _("Target %(year)s (%(instrument)s)") % _place(column)
    if column.point.is_official:
        return _("Hasil %(year)s (%(instrument)s)") % _place(column)
    return _("%(year)s menurut yang %(basis)s (%(instrument)s)") % {
        **_place(column),
        "basis": column.point.basis.label,
    }


def _place(column: Column) -> dict[str, object]:
    return {"year": column.year, "instrument": regulation(column.instrument.source)}


def short_label(column: Column) -> str:
    """Name a column over a table or in a legend."""
    if column.point is None:
        return _("Target %(year)s") % {"year": column.year}
    return str(column.year)


def page_of(columns: list[Column], before: Column, after: Column) -> Page:
    """Shape two chosen columns, with all columns as a trend."""
    comparable = before.instrument.code == after.instrument.code
    lines = _lines(before, after) if comparable else [_line("index", None, before, after)]
    return Page(
        before=short_label(before),
        after=short_label(after),
        comparable=comparable,
        lines=lines,
        radar=_radar(before, after) if comparable else None,
        trend=_trend(columns),
        years=[_year(one, columns) for one in columns],
    )


def _lines(before: Column, after: Column) -> list[Line]:
    content = after.instrument.content
    lines = [_line("index", None, before, after)]
    for domain in content.domains:
        if len(content.domains) > 1:
            lines.append(_line("domain", domain, before, after))
        lines += [_line("aspect", one, before, after) for one in content.aspects_of(domain.number)]
    return lines


def _line(kind: str, part: Part | None, before: Column, after: Column) -> Line:
    number = part.number if part else 0
    old, new = before.values.get((kind, number)), after.values.get((kind, number))
    comparable = before.instrument.code == after.instrument.code
    known = old is not None and new is not None and comparable
    return Line(
        kind=kind,
        number=number,
        name=named(part) if part else _("Indeks"),
        before=old,
        after=new,
        change=rounded(new) - rounded(old) if known else None,  # type: ignore[arg-type]
    )


def _radar(before: Column, after: Column) -> Radar | None:
    aspects = after.instrument.content.aspects
    rows = [
        Row("aspect", one.number, one.name, one.name_en, HUNDRED, None, None, None)
        for one in aspects
    ]
    series = [
        (kind, short_label(column), [column.values.get(("aspect", one.number)) for one in aspects])
        for kind, column in (("goal" if before.point is None else "base", before), ("now", after))
    ]
    return aspect_radar(rows, series)


def _trend(columns: list[Column]) -> Trend | None:
    """Draw one line for each instrument through its results, and one on to its targets."""
    lines: list[tuple[str, list[Moment]]] = []
    for code in dict.fromkeys(one.instrument.code for one in columns):
        own = [one for one in columns if one.instrument.code == code and INDEX in one.values]
        held = [_moment(one) for one in own if one.point is not None]
        goals = [
            _moment(one)
            for one in own
            if one.point is None and (not held or one.year > held[-1].when)
        ]
        lines += [("base", held), ("goal", [*held[-1:], *goals])]
    return index_trend([(kind, held) for kind, held in lines if held])


def _moment(column: Column) -> Moment:
    value = rounded(column.values[INDEX])
    if column.point is None:
        return Moment(column.year, value, _("%(value)s target") % {"value": score(value)}, "goal")
    if column.point.is_official:
        return Moment(column.year, value, score(value), "base")
    label = _("%(value)s %(basis)s") % {"value": score(value), "basis": column.point.basis.label}
    return Moment(column.year, value, label, "now")


def _year(column: Column, columns: list[Column]) -> Year:
    value = column.values.get(INDEX)
    earlier = [
        one.values[INDEX]
        for one in columns
        if one.instrument.code == column.instrument.code
        and one.point is not None
        and one.year < column.year
        and INDEX in one.values
    ]
    known = value is not None and earlier
    return Year(
        label=label_of(column),
        instrument=named(column.instrument.content),
        value=value,
        predicate=predicate_said(column.instrument.content, value) if value is not None else "–",
        change=rounded(value) - rounded(earlier[-1]) if known else None,  # type: ignore[arg-type]
        is_target=column.point is None,
        is_official=column.point is not None and column.point.is_official,
    )
