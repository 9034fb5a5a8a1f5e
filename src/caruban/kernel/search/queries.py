"""What is found for a reader, register by register, the most like first."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from caruban.kernel.actors import Actor
from caruban.kernel.records import Record
from caruban.kernel.registers.queries import may_do, rows
from caruban.kernel.registers.register import RegisterType, address_of, all_registers
from caruban.kernel.registers.search import cleaned, matching, ranked

LEAST = 2  # letters of a question
SOMEWHAT = "0.5"  # likeness that is enough where nothing is more like; PostgreSQL's own is 0.6
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


def found(words: str, *, by: Actor, limit: int) -> list[Group]:
    """Give what a reader may see that is like the words, at most `limit` of each register.

    Where nothing is, what is only somewhat like them: letters left out, doubled or swapped.
    """
    words = cleaned(words)
    if len(words) < LEAST:
        return []
    return list(_groups(words, by, limit)) or _alike(words, by, limit)


def _alike(words: str, by: Actor, limit: int) -> list[Group]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [SOMEWHAT]
        )
        groups = list(_groups(words, by, limit))
        transaction.set_rollback(True)  # so that the setting ends here, whatever goes on around
    return groups


def _groups(words: str, by: Actor, limit: int) -> Iterator[Group]:
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
