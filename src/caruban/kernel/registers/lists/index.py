"""All registers that a reader may read, by domain of SPBE."""

from dataclasses import dataclass, field

from django.utils.functional import Promise

from caruban.kernel.access import may
from caruban.kernel.actors import Actor
from caruban.kernel.registers.lists.shapes import place
from caruban.kernel.registers.register import RegisterType, all_registers
from caruban.kernel.tiles.queries import DOMAINS


@dataclass(frozen=True)
class Domain:
    """A domain of SPBE, or (number 0) what serves all of them, with its registers."""

    number: int
    title: str | Promise
    registers: list[tuple[str | Promise, str, str]] = field(default_factory=list)


def readable_registers(by: Actor) -> list[RegisterType]:
    """Give the registers that somebody may read, by title."""
    found = [one for one in all_registers() if may(by, one.reads)]
    return sorted(found, key=lambda one: str(one.title).casefold())


def by_domain(by: Actor) -> list[Domain]:
    """Give the registers that somebody may read, those of each domain together; none is empty."""
    found = readable_registers(by)
    titles: dict[int, str | Promise] = {**DOMAINS, 0: ""}
    domains = [
        Domain(number, title, [_told(one) for one in found if one.domain == number])
        for number, title in titles.items()
    ]
    return [one for one in domains if one.registers]


def _told(register: RegisterType) -> tuple[str | Promise, str, str]:
    return register.title, place(register), register.icon
