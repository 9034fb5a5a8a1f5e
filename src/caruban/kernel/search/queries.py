"""What is found for a reader, register by register, the most like first."""

from collections.abc import Iterator
from dataclasses import dataclass

from caruban.kernel.actors import Actor
from caruban.kernel.records import Record
from caruban.kernel.registers.queries import may_do, rows
from caruban.kernel.registers.register import RegisterType, address_of, all_registers
from caruban.kernel.registers.search import cleaned, matching, ranked

LEAST = 2  # letters of a question
LOOKED_AT = 500  # records of one register that are compared by likeness; a common word has more


@dataclass(frozen=True)
class Hit:
    """One record that was found."""

    title: str
    url: str
    unit: str


@dataclass(frozen=True)
class Group:
    """What was found in one register; `more` says that there is more than is given."""

    register: RegisterType
    hits: list[Hit]
    more: bool


def found(words: str, *, by: Actor, limit: int) -> Iterator[Group]:
    """Give what a reader may see that is like the words, at most `limit` of each register."""
    words = cleaned(words)
    if len(words) < LEAST:
        return
    for register in all_registers():
        if register.search and may_do(register, "reads", by=by):
            hits = _hits(register, words, by, limit + 1)
            if hits:
                yield Group(register, hits[:limit], more=len(hits) > limit)


def _hits(register: RegisterType, words: str, by: Actor, limit: int) -> list[Hit]:
    seen = rows(register, by=by)
    near = matching(register, seen, words).order_by().values("pk")[:LOOKED_AT]
    best = ranked(register, seen.filter(pk__in=near), words)[:limit]
    return [Hit(str(one), address_of(one), _unit(one)) for one in best.select_related()]


def _unit(record: Record) -> str:
    """Give the organisation that a record belongs to, in words; "" for one that is none's."""
    path = record.organisation_path
    if not path or "__" in path:
        return ""
    return str(getattr(record, path))
