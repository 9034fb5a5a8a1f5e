"""How a module says which levels of an indicator its records support.

A module declares in its `proofs.py`:

    @proves("permenpanrb-59-2020", 12, after=(RoadmapApproved,))
    def roadmap(institution, *, on):
        yield Condition(level=2, sentence=_("Peta Rencana sudah ditetapkan."), met=..., records=...)

`after` names the events that change the answer; each has it computed again, in the worker.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

from caruban.kernel.events.stream import Event
from caruban.kernel.organisations.models import Organisation


@dataclass(frozen=True)
class Source:
    """One record that shows a condition, by name and address on this site."""

    label: str
    url: str

    @classmethod
    def of(cls, record: Model, url: str) -> "Source":
        """Name a record by its own words."""
        return cls(str(record), url)


@dataclass(frozen=True)
class Condition:
    """One thing that a level asks for, whether the records show it, and which records."""

    level: int
    sentence: str | Promise
    met: bool
    sources: tuple[Source, ...] = ()
    missing: str | Promise = ""  # what to do where it is not met

    def plain(self) -> dict[str, Any]:
        """Give it as values that JSON can hold."""
        return {
            "level": self.level,
            "sentence": str(self.sentence),
            "met": self.met,
            "sources": [{"label": one.label, "url": one.url} for one in self.sources],
            "missing": str(self.missing),
        }


Prover = Callable[..., Iterable[Condition]]


@dataclass(frozen=True)
class Proving:
    """A declared prover: the indicator of an instrument, the function, and what it listens to."""

    instrument: str
    number: int
    prover: Prover
    after: tuple[type[Event], ...] = field(default=())


PROVERS: dict[tuple[str, int], Proving] = {}


def proves(
    instrument: str, number: int, *, after: tuple[type[Event], ...] = ()
) -> Callable[[Prover], Prover]:
    """Declare a function as the prover of one indicator; two for the same are refused.

    Raises TypeError when the indicator has a prover already.
    """

    def register(prover: Prover) -> Prover:
        if (instrument, number) in PROVERS:
            raise TypeError(f"indicator {number} of {instrument} has two provers")
        PROVERS[instrument, number] = Proving(instrument, number, prover, after)
        return prover

    return register


def supported_level(conditions: Iterable[Condition]) -> int:
    """Give the highest level whose conditions, and all below it, are met; 0 if none is.

    Levels are cumulative (PermenPANRB 59/2020): level n needs all below. A level that names no
    condition is not a hurdle, and not reached by that alone either.
    """
    by_level: dict[int, bool] = {}
    for condition in conditions:
        by_level[condition.level] = by_level.get(condition.level, True) and condition.met
    reached = 0
    for level in sorted(by_level):
        if not by_level[level]:
            break
        reached = level
    return reached


def prove(proving: Proving, institution: Organisation, *, on: date) -> list[Condition]:
    """Ask a prover for its conditions as of a day, in order of level."""
    return sorted(proving.prover(institution, on=on), key=lambda condition: condition.level)
