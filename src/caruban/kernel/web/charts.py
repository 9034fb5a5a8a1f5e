"""Where things lie in charts: pure geometry, drawn by the macros of `web/charts.html`.

Lengths along the x axis are percent of the chart's width (SVG attributes such as x="22.75%"), so
that a chart fits every screen without shrinking its text; heights are pixels. Positions are for
drawing only and are floats; the exact values stand in the table beside every chart.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

Number = Decimal | float

START, MIDDLE, END = "start", "middle", "end"
EDGE = 8.0  # percent: a label nearer to an edge than this hangs on its inner side


@dataclass(frozen=True)
class Mark:
    """One value to be marked: `kind` is "base" (what was), "now" or "goal"."""

    value: Number
    label: str
    kind: str = "base"


@dataclass(frozen=True)
class Placed:
    """A mark with its place; `row` counts the rows of labels from the scale upwards."""

    mark: Mark
    x: float
    anchor: str
    row: int


@dataclass(frozen=True)
class Band:
    """One stretch of a ruler; `rank` 1 to 5 is its dye."""

    label: str
    x: float
    width: float
    rank: int
    anchor: str

    @property
    def short(self) -> str:
        """Give the label as it fits a narrow chart: "S. Baik" where "Sangat Baik" does not."""
        first, _space, rest = self.label.partition(" ")
        return f"{first[0]}. {rest}" if rest and _width(self.label) > self.width else self.label


@dataclass(frozen=True)
class Ruler:
    """A scale with named bands and marks on it; `label` tells the finding to who cannot see it."""

    bands: tuple[Band, ...]
    marks: tuple[Placed, ...]
    label: str

    @property
    def rows(self) -> int:
        return max((one.row for one in self.marks), default=0) + 1


def ruler(
    bands: Sequence[tuple[str, Number, Number]],
    marks: Sequence[Mark],
    *,
    label: str,
    low: Number = 1,
    high: Number = 5,
) -> Ruler:
    """Lay out a ruler from `low` to `high`.

    bands   (name, from, to) in rising order; what lies outside of the scale is cut off
    marks   values; one outside of the scale is drawn at its end. Labels that would touch are put
            in rows above each other
    """
    return Ruler(_bands(bands, low, high), _marks(marks, low, high), label)


def _bands(
    bands: Sequence[tuple[str, Number, Number]], low: Number, high: Number
) -> tuple[Band, ...]:
    placed = []
    for rank, (name, begin, end) in enumerate(bands, 1):
        x, until = share(begin, low, high), share(end, low, high)
        anchor = END if rank == len(bands) else START
        placed.append(Band(name, x, round(until - x, 2), min(rank, 5), anchor))
    return tuple(placed)


def _marks(marks: Sequence[Mark], low: Number, high: Number) -> tuple[Placed, ...]:
    taken: dict[int, float] = {}  # by row: where its last label ends
    placed = []
    for mark in sorted(marks, key=lambda one: one.value):
        x = share(mark.value, low, high)
        width = _width(mark.label)
        begin = x if x < EDGE else x - width if x > 100 - EDGE else x - width / 2
        row = next(row for row in range(len(marks)) if taken.get(row, -1.0) < begin)
        taken[row] = begin + width
        placed.append(Placed(mark, x, anchor_at(x), row))
    return tuple(placed)


def _width(label: str) -> float:
    """Guess how much of a narrow chart (320 px) a label takes, in percent: 2 for each letter."""
    return 2.0 * len(label) + 2


def share(value: Number, low: Number, high: Number) -> float:
    """Give where a value lies between two ends, in percent, cut off at both."""
    part = (float(value) - float(low)) / (float(high) - float(low))
    return round(100 * min(1.0, max(0.0, part)), 2)


def anchor_at(x: float) -> str:
    """Say on which side of its point a label hangs, so that it stays inside of the chart."""
    return START if x < EDGE else END if x > 100 - EDGE else MIDDLE


# Radar -------------------------------------------------------------------------------------------

RADIUS = 112.0
SIDE = 224.0  # half the width
LINE = 15.0  # height of a line of text
LETTERS = 14  # in a line of an axis' name
TOP = 5  # the greatest value


@dataclass(frozen=True)
class Axis:
    """One axis: its name in short lines, the value told beside it, and where the text goes."""

    lines: tuple[str, ...]
    told: str
    x: float
    y: float
    anchor: str
    tip: tuple[float, float]


@dataclass(frozen=True)
class Shape:
    """One closed line of a radar: `kind` as in `Mark`, `name` for the legend."""

    kind: str
    name: str
    corners: tuple[tuple[float, float], ...]

    @property
    def points(self) -> str:
        return _points(self.corners)


@dataclass(frozen=True)
class Radar:
    """Values on axes around a middle; `height` and `width` are those of its view box."""

    axes: tuple[Axis, ...]
    shapes: tuple[Shape, ...]
    rings: tuple[str, ...]
    middle: tuple[float, float]
    width: float
    height: float
    label: str


def radar(
    axes: Sequence[tuple[str, str]],
    series: Sequence[tuple[str, str, Sequence[Number | None]]],
    *,
    label: str,
) -> Radar | None:
    """Lay out a radar of values from 0 to 5; None with fewer than three axes, which span no area.

    axes     (name, value as told), from the top clockwise
    series   (kind, name, values in the order of the axes); what is unknown lies in the middle
    """
    if len(axes) < 3:  # noqa: PLR2004 (a triangle)
        return None
    names = [wrapped(name) for name, _told in axes]
    head = LINE * (len(names[0]) + 1) + 18
    middle = (SIDE, round(head + RADIUS, 1))
    placed = tuple(
        _axis(names[order], told, _angle(order, len(axes)), middle)
        for order, (_name, told) in enumerate(axes)
    )
    return Radar(
        axes=placed,
        shapes=tuple(Shape(kind, name, _corners(values, middle)) for kind, name, values in series),
        rings=tuple(_points(_corners([ring] * len(axes), middle)) for ring in range(1, TOP + 1)),
        middle=middle,
        width=2 * SIDE,
        height=max(one.y + LINE * len(one.lines) for one in placed) + 6,
        label=label,
    )


def _angle(order: int, count: int) -> float:
    return 2 * math.pi * order / count - math.pi / 2


def _at(middle: tuple[float, float], angle: float, radius: float) -> tuple[float, float]:
    x, y = middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle)
    return round(x, 1), round(y, 1)


def _corners(
    values: Sequence[Number | None], middle: tuple[float, float]
) -> tuple[tuple[float, float], ...]:
    return tuple(
        _at(middle, _angle(order, len(values)), RADIUS * share(value or 0, 0, TOP) / 100)
        for order, value in enumerate(values)
    )


def _points(corners: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in corners)


def _axis(lines: tuple[str, ...], told: str, angle: float, middle: tuple[float, float]) -> Axis:
    x, y = _at(middle, angle, RADIUS + 14)
    across, down = math.cos(angle), math.sin(angle)
    anchor = MIDDLE if abs(across) < 0.2 else START if across > 0 else END  # noqa: PLR2004
    block = LINE * len(lines)  # name above, value as the last line
    # at the top the block ends above its point, at the foot it begins below, else around it
    begin = y - block * (1 - down) / 2 + 3 + 5 * down
    return Axis(lines, told, x, round(begin, 1), anchor, _at(middle, angle, RADIUS))


def wrapped(name: str, letters: int = LETTERS) -> tuple[str, ...]:
    """Break a name into lines of at most so many letters; a longer word keeps a line of its own."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


# Trend -------------------------------------------------------------------------------------------

LEFT = 7.0  # percent, where the labels of the y axis stand
PLOT = 116.0  # pixels, the height of the plot
OVER = 18.0  # pixels above the plot
NEAR_X, NEAR_Y = 20.0, 24.0  # percent and pixels: nearer dots' labels would touch
MOST_YEARS = 8  # on the axis


@dataclass(frozen=True)
class Moment:
    """A value at a moment: `when` in years (2023.5 is the middle of 2023), `kind` as in `Mark`."""

    when: Number
    value: Number
    label: str
    kind: str = "base"


@dataclass(frozen=True)
class Dot:
    """A moment with its place: `x` percent, `y` pixels; the label's own place beside it."""

    moment: Moment
    x: float
    y: float
    anchor: str
    text_y: float


@dataclass(frozen=True)
class Trend:
    """Values over years. `lines` are (kind, path in a box of 100 x 100), `ticks` the two axes."""

    dots: tuple[Dot, ...]
    lines: tuple[tuple[str, str], ...]
    years: tuple[tuple[str, float, str], ...]
    levels: tuple[tuple[str, float, float], ...]
    label: str


def trend(
    lines: Sequence[tuple[str, Sequence[Moment]]], *, label: str, low: int = 1
) -> Trend | None:
    """Lay out lines through moments; None while all lie at one moment.

    lines   (kind, moments in order); a moment that two lines share is drawn once
    low     where the y axis begins; it ends at the whole number above the greatest value
    """
    moments = list(dict.fromkeys(one for _kind, held in lines for one in held))
    if len({float(one.when) for one in moments}) < 2:  # noqa: PLR2004 (a line has two ends)
        return None
    plot = _Plot(moments, low)
    return Trend(
        dots=plot.dots(moments),
        lines=tuple((kind, plot.path(held)) for kind, held in lines if len(held) > 1),
        years=plot.years(),
        levels=plot.levels(),
        label=label,
    )


class _Plot:
    """The two scales of a trend."""

    def __init__(self, moments: Sequence[Moment], low: int) -> None:
        self.begin = math.floor(min(float(one.when) for one in moments))
        self.end = max(float(one.when) for one in moments)
        self.low = low
        self.top = max(low + 1, math.ceil(max(float(one.value) for one in moments)))

    def x(self, when: Number) -> float:
        return round(LEFT + share(when, self.begin, self.end) * (100 - LEFT) / 100, 2)

    def y(self, value: Number) -> float:
        return round(100 - share(value, self.low, self.top), 2)

    def path(self, moments: Sequence[Moment]) -> str:
        return "M" + "L".join(f"{self.x(one.when)} {self.y(one.value)}" for one in moments)

    def years(self) -> tuple[tuple[str, float, str], ...]:
        step = 1 + int(self.end - self.begin) // MOST_YEARS
        whole = range(self.begin, math.floor(self.end) + 1, step)
        return tuple((str(year), x, anchor_at(x)) for year in whole for x in [self.x(year)])

    def levels(self) -> tuple[tuple[str, float, float], ...]:
        return tuple(
            (str(level), self.y(level), round(_pixels(self.y(level)) + 4, 1))
            for level in range(self.low, self.top + 1)
        )

    def dots(self, moments: Sequence[Moment]) -> tuple[Dot, ...]:
        """Place the dots from left to right; a label that would touch the last one goes below."""
        placed: list[Dot] = []
        for one in sorted(moments, key=lambda moment: (float(moment.when), float(moment.value))):
            x, y = self.x(one.when), _pixels(self.y(one.value))
            touches = any(abs(x - dot.x) < NEAR_X and abs(y - dot.y) < NEAR_Y for dot in placed)
            placed.append(Dot(one, x, y, anchor_at(x), round(y + (20 if touches else -10), 1)))
        return tuple(placed)


def _pixels(y: float) -> float:
    return round(OVER + y * PLOT / 100, 1)
