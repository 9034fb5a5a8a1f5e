"""Toys by name, for every test of registers."""

from itertools import count

from caruban.kernel.organisations.models import Organisation
from tests.factories import system
from tests.toys.models import Maker, Toy

_numbers = count(1)


def a_toy(organisation: Organisation, **values: object) -> Toy:
    """Give a toy of a unit."""
    from caruban.kernel.actions import acting

    number = next(_numbers)
    with acting(system()):
        given = {"code": f"M-{number:04}", "name": f"Mainan {number}"} | values
        return Toy.objects.create(organisation=organisation, **given)


def a_maker(organisation: Organisation, name: str = "") -> Maker:
    """Give a maker of a unit."""
    number = next(_numbers)
    return Maker.objects.create(organisation=organisation, name=name or f"Pembuat {number}")


def many_toys(organisation: Organisation, *each: dict[str, object]) -> list[Toy]:
    """Give many toys of a unit at once: code, name and what else is said of each."""
    from caruban.kernel.actions import acting

    with acting(system()):
        return Toy.objects.bulk_create(Toy(organisation=organisation, **one) for one in each)
