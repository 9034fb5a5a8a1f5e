"""What each step takes, aspect by aspect."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.forms import BoundField

from caruban.evaluation.forms.efforts import EffortsForm
from caruban.evaluation.names import level_name, named
from caruban.evaluation.rules.instrument import LEVELS, Effort
from caruban.evaluation.views.frame import Frame

Efforts = Mapping[tuple[int, int], Effort]


@dataclass(frozen=True)
class Step:
    """What one level takes; whether the figure is the institution's own."""

    level: int
    effort: Effort
    is_own: bool


@dataclass(frozen=True)
class Line:
    """One indicator with its steps."""

    number: int
    name: str
    href: str
    steps: list[Step]


@dataclass(frozen=True)
class Group:
    """The indicators of one aspect."""

    number: int
    name: str
    lines: list[Line]


@dataclass(frozen=True)
class FieldRow:
    """The two fields of one level."""

    level: int
    name: str
    days: BoundField
    cost: BoundField


def groups_of(frame: Frame, held: Efforts, own: Collection[tuple[int, int]]) -> list[Group]:
    """Shape the efforts of all indicators."""
    content = frame.content
    return [
        Group(
            aspect.number,
            named(aspect),
            [
                Line(
                    one.number,
                    named(one),
                    frame.deep_url("effort", number=one.number),
                    [
                        Step(level, held[one.number, level], (one.number, level) in own)
                        for level in LEVELS
                    ],
                )
                for one in content.indicators_of(aspect.number)
            ],
        )
        for aspect in content.aspects
    ]


def rows_of(frame: Frame, form: EffortsForm, number: int) -> list[FieldRow]:
    """Give the rows of one indicator's form, with the names of its levels."""
    scale = frame.content.scales[frame.content.by_number[number].scale]
    return [
        FieldRow(level, level_name(scale, level), form[f"hari-{level}"], form[f"biaya-{level}"])
        for level in LEVELS
    ]
