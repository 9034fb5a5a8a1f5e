"""All registers that a reader may read: those of each domain of SPBE, then those of each module."""

from dataclasses import dataclass

from django.apps import apps
from django.utils.functional import Promise

from caruban.kernel.access import may
from caruban.kernel.actors import Actor
from caruban.kernel.registers.lists.counting import Tally, tally_at_a_glance
from caruban.kernel.registers.lists.narrowing import readable
from caruban.kernel.registers.lists.shapes import place
from caruban.kernel.registers.register import RegisterType, all_registers
from caruban.kernel.tiles.queries import DOMAINS


@dataclass(frozen=True)
class Entry:
    """A register in the index, with how many of its rows the reader may read."""

    title: str | Promise
    url: str
    icon: str
    tally: Tally


@dataclass(frozen=True)
class Group:
    """Registers of a domain of SPBE, or (domain 0) of a module; `key` is its own in the page."""

    key: str
    title: str | Promise
    domain: int
    entries: list[Entry]


def readable_registers(by: Actor) -> list[RegisterType]:
    """Give the registers that somebody may read, by title."""
    found = [one for one in all_registers() if may(by, one.reads)]
    return sorted(found, key=lambda one: str(one.title).casefold())


def grouped(by: Actor) -> list[Group]:
    """Give the registers that somebody may read: by domain, then by module; no group is empty."""
    groups: dict[str, Group] = {}
    for register in readable_registers(by):
        key, title = _group_of(register)
        group = groups.setdefault(key, Group(key, title, register.domain, []))
        group.entries.append(_entry(register, by))
    return sorted(
        groups.values(),
        key=lambda one: (not one.domain, one.domain, str(one.title).casefold()),
    )


def _group_of(register: RegisterType) -> tuple[str, str | Promise]:
    if register.domain:
        return str(register.domain), DOMAINS[register.domain]
    module = apps.get_app_config(register.model._meta.app_label)
    return module.label, module.verbose_name


def _entry(register: RegisterType, by: Actor) -> Entry:
    tally = tally_at_a_glance(readable(register, by=by))
    return Entry(register.title, place(register), register.icon, tally)
