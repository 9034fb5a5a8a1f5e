"""A toy of a unit, people who may read it, or not, and files to attach."""

from types import SimpleNamespace

import pytest

from tests.kernel.documents.conftest import Scanner


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOCUMENT_ROOT = tmp_path / "documents"
    return settings.DOCUMENT_ROOT


@pytest.fixture
def scanner(settings):
    """Give a scanner on this machine."""
    one = Scanner()
    settings.CLAMD = one.address
    yield one
    one.close()


@pytest.fixture
def scene(db):
    """Give a toy, an officer of its unit, one of another, and people who may not read it."""
    from tests.factories import a_unit, a_user, an_institution
    from tests.toys.factories import a_toy

    institution = an_institution()
    unit = a_unit(institution, "Dinas Kereta")
    return SimpleNamespace(
        institution=institution,
        unit=unit,
        toy=a_toy(unit, name="Kereta"),
        officer=a_user("officer", unit),
        neighbour=a_user("officer", a_unit(institution, "Dinas Kapal")),
        secretary=a_user("secretary", institution),
        agent=a_user("desk_agent", unit),  # reads no toys
        stranger=a_user("secretary", an_institution()),
    )


@pytest.fixture
def address(scene):
    """Give where the documents of the toy are."""
    return f"/data/mainan/{scene.toy.pk}/dokumen/"
