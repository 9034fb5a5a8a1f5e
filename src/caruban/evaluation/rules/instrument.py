"""What an evaluation instrument is made of.

An instrument is data (`instruments/README.md` tells the schema, `parsing` reads it). Values and
weights are exact (Decimal), made from texts, never from binary fractions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

LEVELS = (1, 2, 3, 4, 5)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Level:
    """One rung of a scale. `low` and `high` are the edges of its band, where values lie inside."""

    number: int
    name: str
    name_en: str
    criterion: str
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class Predicate:
    """The name of an index from `low` on, up to but without `high` (the last includes it)."""

    name: str
    name_en: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Part:
    """A domain or an aspect. `weight` is percent of the index; `domain` is an aspect's domain."""

    number: int
    name: str
    name_en: str
    weight: Decimal
    domain: int = 0


@dataclass(frozen=True)
class External:
    """Another body's index that an indicator looks at, with the edges of its bands per level.

    sets_value   whether the indicator takes its value from it; otherwise it is evidence only
    """

    name: str
    owner: str
    sets_value: bool
    bands: Mapping[int, tuple[Decimal, Decimal]]
    conversion: str = ""
    unverified: bool = False


@dataclass(frozen=True)
class Check:
    """One thing to look at when a level is claimed or judged, in Indonesian and in English."""

    text: str
    text_en: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Stage:
    """A stage of the evaluation as the regulation names it; `states` are those of `workflow`."""

    number: int
    name: str
    name_en: str
    by: str
    purpose: str
    states: tuple[str, ...]
    is_optional: bool = False


@dataclass(frozen=True)
class Team:
    """Who takes part in an evaluation, as the regulation names them."""

    role: str
    name: str
    who: str


@dataclass(frozen=True)
class Indicator:
    """One indicator: what it measures, its criteria by level, and what shows that they are met.

    checks  by level, what that level adds to the one below; ours, not the regulation's
    items   by level, the pieces of evidence that are accepted one by one and make the value
            where values lie inside a level's band; empty elsewhere
    from_2020, from_2020_guessed
            indicators of the instrument before whose proof serves this one; the second are ours
    """

    number: int
    aspect: int
    weight: Decimal
    scale: str
    name: str
    name_en: str
    measures: str
    scope: tuple[str, ...]
    criteria: Mapping[int, str]
    evidence: tuple[str, ...]
    checks: Mapping[int, tuple[Check, ...]] = field(default_factory=dict)
    items: Mapping[int, tuple[Check, ...]] = field(default_factory=dict)
    code: str = ""
    notes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    external: External | None = None
    from_2020: tuple[int, ...] = ()
    from_2020_guessed: tuple[int, ...] = ()
    unverified: bool = False


@dataclass(frozen=True)
class Effort:
    """What one step up takes: `days` working days and `cost` rupiah."""

    days: int
    cost: Decimal


@dataclass(frozen=True)
class Prerequisite:
    """That an indicator reaches `level` only when the indicator `needs` stands at level `at`."""

    indicator: int
    level: int
    needs: int
    at: int


@dataclass(frozen=True)
class Instrument:
    """A whole instrument; what it says is not changed, a new edition is another instrument."""

    code: str
    name: str
    name_en: str
    index_name: str
    source: str
    value_rule: str
    value_rule_note: str
    value_rule_unverified: bool
    scales: Mapping[str, tuple[Level, ...]]
    predicates: tuple[Predicate, ...]
    domains: tuple[Part, ...]
    aspects: tuple[Part, ...]
    indicators: tuple[Indicator, ...]
    stages: tuple[Stage, ...] = ()
    teams: tuple[Team, ...] = ()
    in_force_from: str = ""
    in_force_to: str = ""
    replaces: str = ""
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    efforts: Mapping[str, Mapping[int, Effort]] = field(default_factory=dict)
    prerequisites: tuple[Prerequisite, ...] = ()
    index_name_en: str = ""

    @cached_property
    def by_number(self) -> dict[int, Indicator]:
        """Give the indicators by their number."""
        return {one.number: one for one in self.indicators}

    def indicator(self, number: int) -> Indicator:
        """Give one indicator. Raises KeyError for a number that the instrument lacks."""
        return self.by_number[number]

    def aspects_of(self, domain: int) -> tuple[Part, ...]:
        """Give the aspects of a domain, in order."""
        return tuple(aspect for aspect in self.aspects if aspect.domain == domain)

    def indicators_of(self, aspect: int) -> tuple[Indicator, ...]:
        """Give the indicators of an aspect, in order."""
        return tuple(one for one in self.indicators if one.aspect == aspect)

    def indicators_in(self, domain: int) -> tuple[Indicator, ...]:
        """Give the indicators of a domain, in order."""
        aspects = {aspect.number for aspect in self.aspects_of(domain)}
        return tuple(one for one in self.indicators if one.aspect in aspects)

    def part(self, kind: str, number: int) -> tuple[Indicator, ...]:
        """Give the indicators of "index" (all), of a "domain" or of an "aspect".

        Raises KeyError for any other kind.
        """
        members = {"domain": self.indicators_in, "aspect": self.indicators_of}
        return self.indicators if kind == "index" else members[kind](number)

    def aspect(self, number: int) -> Part:
        """Give one aspect. Raises StopIteration for a number that the instrument lacks."""
        return next(one for one in self.aspects if one.number == number)

    def domain(self, number: int) -> Part:
        """Give one domain. Raises StopIteration for a number that the instrument lacks."""
        return next(one for one in self.domains if one.number == number)

    def stage_of(self, state: str) -> Stage | None:
        """Give the stage in which an assessment of that state is; None before and after all."""
        return next((one for one in self.stages if state in one.states), None)

    def level_name(self, indicator: int, level: int) -> str:
        """Give the name of a level on the scale of an indicator."""
        return self.scales[self.by_number[indicator].scale][level - 1].name
