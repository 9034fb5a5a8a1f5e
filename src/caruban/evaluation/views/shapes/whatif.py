"""The index before and after, aspect by aspect and move by move."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.forms import BoundField

from caruban.evaluation.forms.targets import name_of
from caruban.evaluation.forms.whatif import MovesForm
from caruban.evaluation.names import named, predicate_name
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.targets import target_year
from caruban.evaluation.rules.index import Index, compute, rounded
from caruban.evaluation.rules.instrument import HUNDRED
from caruban.evaluation.rules.whatif import shifted, values_of_levels
from caruban.evaluation.views.frame import Frame

ZERO = Decimal(0)


@dataclass(frozen=True)
class Choice:
    """One indicator with its field: where it stands, and whether it was moved."""

    number: int
    name: str
    level: int
    field: BoundField
    is_moved: bool


@dataclass(frozen=True)
class Group:
    """The indicators of one aspect, with how many were moved."""

    number: int
    name: str
    choices: list[Choice]
    moved: int


@dataclass(frozen=True)
class Change:
    """A domain or aspect before and after."""

    name: str
    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        return rounded(self.after) - rounded(self.before)


@dataclass(frozen=True)
class Move:
    """One indicator that moved; `gain` to the index, exact."""

    number: int
    name: str
    before: int
    after: int
    gain: Decimal


@dataclass(frozen=True)
class Page:
    """All that the page draws; the last two are addresses with what was tried filled in."""

    before: Decimal
    before_predicate: str
    after: Decimal
    after_predicate: str
    groups: list[Group]
    changes: list[Change]
    moves: list[Move]
    path_url: str
    target_url: str

    @property
    def difference(self) -> Decimal:
        return self.after - self.before


def page_of(frame: Frame, form: MovesForm, values: Mapping[int, Decimal | None]) -> Page:
    """Compute what the moves of a form do to an index made of `values`."""
    content, moves = frame.content, form.moves
    before, after = compute(content, values), shifted(content, values, moves)
    return Page(
        before=before.printed,
        before_predicate=predicate_name(before.predicate),
        after=after.printed,
        after_predicate=predicate_name(after.predicate),
        groups=_groups(frame, form, moves),
        changes=_changes(frame, before, after),
        moves=_moves(frame, form, values, moves),
        path_url=_path_url(frame, after) if moves and frame.is_insider else "",
        target_url=_target_url(frame, after) if moves else "",
    )


def _groups(frame: Frame, form: MovesForm, moves: Mapping[int, int]) -> list[Group]:
    content = frame.content
    groups = []
    for aspect in content.aspects:
        choices = [
            Choice(
                number=one.number,
                name=named(one),
                level=form.levels.get(one.number) or 0,
                field=form[form.names[one.number]],
                is_moved=one.number in moves,
            )
            for one in content.indicators_of(aspect.number)
        ]
        moved = sum(one.is_moved for one in choices)
        groups.append(Group(aspect.number, named(aspect), choices, moved))
    return groups


def _changes(frame: Frame, before: Index, after: Index) -> list[Change]:
    return [
        Change(named(one), before.aspects[one.number], after.aspects[one.number])
        for one in frame.content.aspects
    ]


def _moves(
    frame: Frame,
    form: MovesForm,
    values: Mapping[int, Decimal | None],
    moves: Mapping[int, int],
) -> list[Move]:
    content = frame.content
    after = values_of_levels(content, moves)
    found = []
    for number, level in moves.items():
        indicator = content.by_number[number]
        rise = (after[number] or ZERO) - (values.get(number) or ZERO)
        gain = rise * indicator.weight / HUNDRED
        found.append(Move(number, named(indicator), form.levels.get(number) or 0, level, gain))
    return sorted(found, key=lambda one: (-one.gain, one.number))


def _path_url(frame: Frame, after: Index) -> str:
    return frame.url("path", tujuan="indeks", nilai=score_typed(after.printed), cari=1)


def _target_url(frame: Frame, after: Index) -> str:
    """Give the form of targets with every part as tried; "" for who may not set any."""
    year = target_year(frame.assessment) or frame.assessment.year + 1
    if not frame.may(EvaluationPermission.SET_TARGET):
        return ""
    parts: dict[str, object] = {name_of("index", 0): score_typed(after.printed)}
    if len(frame.content.domains) > 1:
        parts |= {name_of("domain", n): score_typed(v) for n, v in after.domains.items()}
    parts |= {name_of("aspect", n): score_typed(v) for n, v in after.aspects.items()}
    address = frame.deep_url("set_targets", for_year=year)
    query = "&".join(f"{name}={value}" for name, value in parts.items())
    return f"{address}{'&' if '?' in address else '?'}{query}"


def score_typed(value: Decimal) -> str:
    """Write a value as it stands in an address: 3.20, at least 1.00, which is what fields take."""
    return str(max(rounded(value), Decimal("1.00")))
