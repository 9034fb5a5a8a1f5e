"""A unit with its people, and a register that a test declares for itself."""

import pytest


def member(role, organisation):
    from tests.factories import a_user

    return a_user(role, organisation)


@pytest.fixture
def unit(db):
    from tests.factories import a_unit, an_institution

    return a_unit(an_institution(), "Dinas Mainan")


@pytest.fixture
def officer(unit):
    return member("officer", unit)


@pytest.fixture
def head(unit):
    return member("unit_head", unit)


@pytest.fixture
def secretary(unit):
    return member("secretary", unit.institution)


@pytest.fixture
def outsider(db):
    from tests.factories import an_institution

    return member("secretary", an_institution())


@pytest.fixture
def declare():
    """Declare a register of toys with what a test asks; it is forgotten afterwards."""
    from caruban.kernel.registers.register import REGISTERS, Register
    from tests.toys.models import Toy
    from tests.toys.permissions import ToyPermission

    known = dict(REGISTERS)

    def declared(**options):
        least = {
            "model": Toy,
            "name": "others",
            "path": "lain",
            "title": "Lain",
            "key": ("code",),
            "reads": ToyPermission.READ,
            "columns": ("code",),
        }
        return type("OtherRegister", (Register,), least | options)

    yield declared
    REGISTERS.clear()
    REGISTERS.update(known)
