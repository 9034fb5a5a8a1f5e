"""What a token may be used for: permissions of the vocabulary, grouped by what they are about.

A scope names a group and how far it goes. The group is the noun of its permissions ("toy"), and a
register belongs to the group whose permissions it asks for; two registers that ask for the same
permission are opened together, and the page says so.

    toy:read       the permissions by which registers of the group are read
    toy:write      those, and all by which they are changed
    toy:personal   those by which masked personal data is seen plainly

Only what the API asks for somewhere is offered, for a token opens nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.utils.functional import Promise

from caruban.kernel.access import may
from caruban.kernel.accounts.roles import grant_of
from caruban.kernel.actors import Actor
from caruban.kernel.permissions import Permission, declared
from caruban.kernel.registers.register import all_registers, permission_of
from caruban.kernel.tokens.interface import OPERATIONS, TITLES

WRITING = ("creates", "changes", "removes")


class Depth(StrEnum):
    """How far a scope goes."""

    READ = "read"
    WRITE = "write"
    PERSONAL = "personal"


@dataclass(frozen=True)
class Group:
    """Permissions about one thing, and what people call it.

    reads, writes, personal   permissions of each depth; `writes` are those beyond `reads`
    """

    name: str
    titles: tuple[str | Promise, ...]
    reads: frozenset[str]
    writes: frozenset[str]
    personal: frozenset[str]

    def permissions(self, depth: str) -> frozenset[str]:
        """Give what a depth allows."""
        return {
            Depth.READ: self.reads,
            Depth.WRITE: self.reads | self.writes,
            Depth.PERSONAL: self.personal,
        }[Depth(depth)]

    def offers(self, depth: Depth, *, by: Actor) -> bool:
        """Say whether somebody holds anything that a depth adds; what is public needs no token."""
        added = self.writes if depth is Depth.WRITE else self.permissions(depth)
        known = declared()
        return any(not grant_of(one).is_public and may(by, known[one]) for one in added)


@cache
def groups() -> dict[str, Group]:
    """Give every group by its noun."""
    parts: dict[str, dict[Depth, set[str]]] = {}
    titles: dict[str, list[str | Promise]] = {}

    def put(permission: Permission | None, depth: Depth) -> None:
        if permission is not None:
            group = parts.setdefault(noun_of(permission), {one: set() for one in Depth})
            group[depth].add(str(permission))

    for register in all_registers():
        put(register.reads, Depth.READ)
        titles.setdefault(noun_of(register.reads), []).append(register.title)
        for verb in WRITING:
            put(permission_of(getattr(register, verb)), Depth.WRITE)
        for act in register.actions:
            put(act.permission, Depth.WRITE)
        for permission in register.masked.values():
            put(permission, Depth.PERSONAL)
    for permission, reads in OPERATIONS.items():
        put(permission, Depth.READ if reads else Depth.WRITE)
    return {
        noun: Group(
            noun,
            (*titles.get(noun, ()), *((TITLES[noun],) if noun in TITLES else ())),
            frozenset(group[Depth.READ]),
            frozenset(group[Depth.WRITE] - group[Depth.READ]),
            frozenset(group[Depth.PERSONAL]),
        )
        for noun, group in sorted(parts.items())
    }


def noun_of(permission: Permission) -> str:
    """Give what a permission is about."""
    return str(permission).split(".", 1)[0]


def all_scopes() -> list[str]:
    """Give every scope that can be asked for."""
    return [
        f"{group.name}:{depth}"
        for group in groups().values()
        for depth in Depth
        if group.permissions(depth)
    ]


def allowed_by(scopes: Iterable[str]) -> frozenset[str]:
    """Give the permissions that scopes allow; one that is no more allows nothing."""
    found: set[str] = set()
    for scope in scopes:
        name, _colon, depth = scope.partition(":")
        group = groups().get(name)
        if group is not None and depth in set(Depth):
            found |= group.permissions(depth)
    return frozenset(found)
