"""Instruments as a reader opens them: domains, aspects, indicators, levels."""

from dataclasses import dataclass

from caruban.evaluation.models import Instrument
from caruban.evaluation.names import named, worded
from caruban.evaluation.rules import instrument as rules


@dataclass(frozen=True)
class Entry:
    """One instrument in the list."""

    instrument: Instrument
    name: str
    indicators: int
    aspects: int
    has_doubts: bool


@dataclass(frozen=True)
class Rung:
    """One level of an indicator: what it asks, how it is looked at."""

    number: int
    name: str
    criterion: str
    checks: list[str]
    items: list[str]


@dataclass(frozen=True)
class Sheet:
    """One indicator, whole."""

    indicator: rules.Indicator
    name: str
    rungs: list[Rung]


@dataclass(frozen=True)
class AspectPart:
    """An aspect with its indicators."""

    part: rules.Part
    name: str
    sheets: list[Sheet]


@dataclass(frozen=True)
class DomainPart:
    """A domain with its aspects."""

    part: rules.Part
    name: str
    aspects: list[AspectPart]


def entry_of(instrument: Instrument) -> Entry:
    """Shape an instrument for the list."""
    content = instrument.content
    return Entry(
        instrument=instrument,
        name=named(content),
        indicators=len(content.indicators),
        aspects=len(content.aspects),
        has_doubts=content.value_rule_unverified or any(o.unverified for o in content.indicators),
    )


def parts_of(content: rules.Instrument) -> list[DomainPart]:
    """Give an instrument's domains with all that lies below them."""
    return [
        DomainPart(
            domain,
            named(domain),
            [
                AspectPart(
                    aspect,
                    named(aspect),
                    [sheet_of(content, one) for one in content.indicators_of(aspect.number)],
                )
                for aspect in content.aspects_of(domain.number)
            ],
        )
        for domain in content.domains
    ]


def sheet_of(content: rules.Instrument, indicator: rules.Indicator) -> Sheet:
    """Give one indicator with its levels, from the lowest."""
    rungs = [
        Rung(
            number=rung.number,
            name=named(rung),
            criterion=indicator.criteria[rung.number],
            checks=_said(indicator.checks.get(rung.number, ())),
            items=_said(indicator.items.get(rung.number, ())),
        )
        for rung in content.scales[indicator.scale]
    ]
    return Sheet(indicator, named(indicator), rungs)


def _said(checks: tuple[rules.Check, ...]) -> list[str]:
    return [worded(one) for one in checks]
