"""Indicators as rows of a list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from caruban.evaluation.forms.indicators import ALL, NOT_READY, OVERCLAIMS, is_kept
from caruban.evaluation.models import Assessment
from caruban.evaluation.names import level_name, named
from caruban.evaluation.queries.live import Line
from caruban.evaluation.views.frame import Frame


@dataclass(frozen=True)
class Row:
    """One indicator; levels are 0 where nobody said."""

    number: int
    name: str
    domain: int
    href: str
    judged: int
    claimed: int
    proved: int
    overclaims: bool
    is_ready: bool
    next_level: int | None
    missing: list[str]
    more: int
    unit: str


def lines_of(frame: Frame, lines: Iterable[Line]) -> list[Row]:
    """Shape lines for the list; what lacks is cut to the first thing, the rest is counted."""
    return [_row(frame, one) for one in lines]


def _row(frame: Frame, line: Line) -> Row:
    missing = [one.advice or one.sentence for one in line.missing]
    return Row(
        number=line.number,
        name=named(line.indicator),
        domain=line.domain.number,
        href=frame.indicator_url(line.number),
        judged=line.final or line.judged or 0,
        claimed=line.claimed or 0,
        proved=line.proved or 0,
        overclaims=line.overclaims,
        is_ready=line.answer.is_complete,
        next_level=line.next_level,
        missing=missing[:1],
        more=max(0, len(missing) - 1),
        unit=line.unit.name,
    )


def cuts_of(
    frame: Frame, lines: list[Line], given: QueryDict
) -> list[tuple[str, str, int | None, bool]]:
    """Give the ready-made cuts of the list with how many are in each."""
    chosen = given.get("hanya", "")
    kept = {name: given[name] for name in ("domain", "unit") if given.get(name)}
    titles = {
        ALL: _("Semua"),
        OVERCLAIMS: _("Klaim lebih tinggi dari bukti"),
    }
    if frame.assessment.state != Assessment.State.FINAL:
        titles[NOT_READY] = _("Belum siap diajukan")
    return [
        (
            frame.url("indicators", **kept, **({"hanya": only} if only else {})),
            title,
            sum(is_kept(one, only) for one in lines),
            only == chosen,
        )
        for only, title in titles.items()
    ]


@dataclass(frozen=True)
class PublicRow:
    """What everybody may see of an indicator: its name and the final level."""

    number: int
    name: str
    href: str
    level: int
    level_name: str


@dataclass(frozen=True)
class PublicGroup:
    """The indicators of one aspect."""

    number: int
    name: str
    rows: list[PublicRow]


def public_groups(frame: Frame, levels: Mapping[int, int | None]) -> list[PublicGroup]:
    """Give the final levels aspect by aspect."""
    content = frame.content
    return [
        PublicGroup(
            aspect.number,
            named(aspect),
            [
                PublicRow(
                    number=one.number,
                    name=named(one),
                    href=frame.indicator_url(one.number),
                    level=levels.get(one.number) or 0,
                    level_name=level_name(content.scales[one.scale], levels.get(one.number)),
                )
                for one in content.indicators_of(aspect.number)
            ],
        )
        for aspect in content.aspects
    ]
