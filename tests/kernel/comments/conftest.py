"""A toy of a unit, and people who may read it, or not."""

from types import SimpleNamespace

import pytest


@pytest.fixture
def scene(db):
    """Give a toy, two officers of its unit, the secretary, and people who may not read it."""
    from tests.factories import a_unit, a_user, an_institution
    from tests.toys.factories import a_toy

    institution = an_institution()
    unit = a_unit(institution, "Dinas Kereta")
    return SimpleNamespace(
        toy=a_toy(unit, name="Kereta"),
        ani=a_user("officer", unit, name="Ani Wijaya"),
        budi=a_user("officer", unit, name="Budi Santoso"),
        citra=a_user("secretary", institution, name="Citra Dewi"),
        agent=a_user("desk_agent", unit, name="Doni Petugas"),  # reads no toys
        stranger=a_user("secretary", an_institution(), name="Eka Jauh"),
        unit=unit,
    )


@pytest.fixture
def address(scene):
    """Give where the comments of the toy are."""
    return f"/data/mainan/{scene.toy.pk}/komentar/"
