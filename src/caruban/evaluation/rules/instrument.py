"""What an evaluation instrument is, and what makes a document a valid one.

The schema of the documents is told in `instruments/README.md`. Values and weights are exact
(Decimal), made from texts, never from binary fractions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

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
    """Another body's index from which an indicator takes its value, with its edges per level."""

    name: str
    owner: str
    bands: Mapping[int, tuple[Decimal, Decimal]]
    conversion: str = ""
    unverified: bool = False


@dataclass(frozen=True)
class Indicator:
    """One indicator: what it measures, its criteria by level, and what shows that they are met.

    items   by level, the pieces of evidence that are accepted one by one (band instruments)
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
    items: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
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
    """That an indicator reaches a level only when another stands at one."""

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
    stages: tuple[Mapping[str, Any], ...] = ()
    in_force_from: str = ""
    in_force_to: str = ""
    replaces: str = ""
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    efforts: Mapping[str, Mapping[int, Effort]] = field(default_factory=dict)
    prerequisites: tuple[Prerequisite, ...] = ()

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

    def aspect(self, number: int) -> Part:
        """Give one aspect. Raises StopIteration for a number that the instrument lacks."""
        return next(one for one in self.aspects if one.number == number)

    def domain(self, number: int) -> Part:
        """Give one domain. Raises StopIteration for a number that the instrument lacks."""
        return next(one for one in self.domains if one.number == number)

    def level_name(self, indicator: int, level: int) -> str:
        """Give the name of a level on the scale of an indicator."""
        return self.scales[self.by_number[indicator].scale][level - 1].name


class InstrumentError(ValueError):
    """A document is no valid instrument; `mistakes` are (place, sentence), all that were found."""

    def __init__(self, mistakes: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{place}: {sentence}" for place, sentence in mistakes))
        self.mistakes = mistakes


def parse(document: Mapping[str, Any]) -> Instrument:
    """Make an instrument of a document.

    Raises InstrumentError naming every mistake: a missing part, a number that is none, weights
    that do not add up, a level without criterion, predicates with a gap, an unknown value rule.
    """
    from caruban.evaluation.rules.instrument_checks import mistakes_of

    try:
        instrument = _build(document)
    except (KeyError, TypeError, ValueError, InvalidOperation, AttributeError) as error:
        place = error.args[0] if isinstance(error, KeyError) and error.args else "dokumen"
        raise InstrumentError([(str(place), _unreadable(error))]) from error
    mistakes = mistakes_of(instrument)
    if mistakes:
        raise InstrumentError(mistakes)
    return instrument


def _unreadable(error: Exception) -> str:
    if isinstance(error, KeyError):
        return "bagian ini tidak ada"
    return f"tidak terbaca ({error})"


def _build(document: Mapping[str, Any]) -> Instrument:
    rule = document["value_rule"]
    return Instrument(
        code=document["code"],
        name=document["name"],
        name_en=document.get("name_en", document["name"]),
        index_name=document.get("index_name", "Indeks"),
        source=document["source"],
        value_rule=rule["name"],
        value_rule_note=rule.get("note", ""),
        value_rule_unverified=bool(rule.get("unverified")),
        scales={name: tuple(map(_level, levels)) for name, levels in document["scales"].items()},
        predicates=tuple(sorted(map(_predicate, document["predicates"]), key=lambda one: one.low)),
        domains=tuple(map(_part, document["domains"])),
        aspects=tuple(map(_part, document["aspects"])),
        indicators=tuple(map(_indicator, document["indicators"])),
        stages=tuple(document.get("stages", ())),
        in_force_from=document.get("in_force_from", ""),
        in_force_to=document.get("in_force_to", ""),
        replaces=document.get("replaces", ""),
        sources=tuple(document.get("sources", ())),
        notes=tuple(document.get("notes", ())),
        efforts=_efforts(document.get("efforts", {})),
        prerequisites=tuple(Prerequisite(**row) for row in document.get("prerequisites") or ()),
    )


def _efforts(table: Mapping[str, Any]) -> dict[str, dict[int, Effort]]:
    rows = {name: row for name, row in table.items() if name != "aspects"}
    rows |= {f"aspect {number}": row for number, row in table.get("aspects", {}).items()}
    return {
        name: {int(level): Effort(int(days), _exact(cost)) for level, (days, cost) in row.items()}
        for name, row in rows.items()
    }


def _level(row: Mapping[str, Any]) -> Level:
    return Level(
        number=int(row["level"]),
        name=row["name"],
        name_en=row.get("name_en", row["name"]),
        criterion=row.get("criterion", ""),
        low=_exact(row["from"]) if "from" in row else None,
        high=_exact(row["to"]) if "to" in row else None,
    )


def _predicate(row: Mapping[str, Any]) -> Predicate:
    return Predicate(
        row["name"], row.get("name_en", row["name"]), _exact(row["from"]), _exact(row["to"])
    )


def _part(row: Mapping[str, Any]) -> Part:
    return Part(
        number=int(row["number"]),
        name=row["name"],
        name_en=row.get("name_en", row["name"]),
        weight=_exact(row["weight"]),
        domain=int(row.get("domain", 0)),
    )


def _indicator(row: Mapping[str, Any]) -> Indicator:
    external = row.get("external_index")
    return Indicator(
        number=int(row["number"]),
        aspect=int(row["aspect"]),
        weight=_exact(row["weight"]),
        scale=row["scale"],
        name=row["name"],
        name_en=row.get("name_en", row["name"]),
        measures=row.get("measures", ""),
        scope=tuple(row.get("scope", ())),
        criteria={int(level): text for level, text in row["criteria"].items()},
        evidence=tuple(row.get("evidence", ())),
        items={int(level): tuple(items) for level, items in row.get("items", {}).items()},
        code=row.get("code", ""),
        notes=tuple(row.get("notes", ())),
        roles=tuple(row.get("roles", ())),
        external=_external(external) if external else None,
        from_2020=_numbers(row.get("from_2020", ())),
        from_2020_guessed=_numbers(row.get("from_2020_guessed", ())),
        unverified=bool(row.get("unverified")),
    )


def _external(row: Mapping[str, Any]) -> External:
    return External(
        name=row["name"],
        owner=row["owner"],
        bands={
            int(level): (_exact(low), _exact(high)) for level, (low, high) in row["bands"].items()
        },
        conversion=row.get("conversion", ""),
        unverified=bool(row.get("unverified")),
    )


def _numbers(values: Iterable[Any]) -> tuple[int, ...]:
    return tuple(int(value) for value in values)


def _exact(value: Any) -> Decimal:
    return Decimal(str(value))
