"""What a token may be used for: permissions of the vocabulary, grouped by what they are about.

A scope names a group and how far it goes. The group is the noun of its permissions ("toy"), and a
register belongs to the group whose permissions it asks for; two registers that ask for the same
permission are opened together, and the page says so.

    toy:read       the permissions by which registers of the group are read
    toy:write      those, and all by which they are changed; also what must be read to change it
    toy:personal   those by which masked personal data is seen plainly

Only what the API asks for somewhere is offered, for a token opens nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
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


@dataclass
class Group:
    """Permissions about one thing, and what people call it.

    reads, writes, personal   permissions of each depth; `writes` are those beyond `reads`
    implied                   what a change must be able to read, of other groups
    """

    name: str
    titles: list[str | Promise] = field(default_factory=list)
    reads: set[str] = field(default_factory=set)
    writes: set[str] = field(default_factory=set)
    personal: set[str] = field(default_factory=set)
    implied: set[str] = field(default_factory=set)

    def permissions(self, depth: str) -> frozenset[str]:
        """Give what a depth allows."""
        whole = {
            Depth.READ: self.reads,
            Depth.WRITE: self.reads | self.writes | self.implied if self.writes else self.writes,
            Depth.PERSONAL: self.personal,
        }
        return frozenset(whole[Depth(depth)])

    def offers(self, depth: Depth, *, by: Actor) -> bool:
        """Say whether somebody holds anything that a depth adds; what is public needs no token."""
        added = self.writes - self.reads if depth is Depth.WRITE else self.permissions(depth)
        known = declared()
        return any(not grant_of(one).is_public and may(by, known[one]) for one in added)


@cache
def groups() -> dict[str, Group]:
    """Give every group by its noun."""
    found: dict[str, Group] = {}

    def group(permission: Permission) -> Group:
        noun = noun_of(permission)
        return found.setdefault(noun, Group(noun))

    for register in all_registers():
        changes = {permission_of(getattr(register, verb)) for verb in WRITING}
        changes |= {act.permission for act in register.actions}
        group(register.reads).reads.add(register.reads)
        for permission in filter(None, changes):
            group(permission).writes.add(permission)
            group(permission).implied.add(register.reads)
        for permission in register.masked.values():
            group(permission).personal.add(permission)
        for noun in {noun_of(one) for one in {register.reads, *changes} if one}:
            found[noun].titles.append(register.title)
    for operation in OPERATIONS:
        there = group(operation.permission)
        (there.reads if operation.is_read else there.writes).add(operation.permission)
        there.implied.update(operation.implies)
    for noun, title in TITLES.items():
        found[noun].titles.append(title)
    return dict(sorted(found.items()))


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
