"""Somebody at work, tasks that a test gives, and toys that are due.

Models are imported inside: pytest reads this file before Django is set up.
"""

from datetime import date
from types import SimpleNamespace

import pytest

TODAY = date(2026, 3, 11)


@pytest.fixture
def scene(db):
    from tests.factories import a_unit, a_user, an_institution

    institution = an_institution()
    unit = a_unit(institution, "Dinas Contoh")
    return SimpleNamespace(
        institution=institution, unit=unit, officer=a_user("officer", unit, name="Budi")
    )


@pytest.fixture
def task(scene, monkeypatch):
    """Give a function that has somebody owe a task; until the test is over there are no others."""
    from caruban.kernel.tiles import queries
    from caruban.kernel.tiles.interface import Task

    owed = []

    def given(title="Isi indikator 1", due=TODAY, to=None, **more):
        made = {"why": "Menunggu Anda", "url": "/kerja/", "key": title, **more}
        owed.append(((to or scene.officer).pk, Task(title=title, due=due, **made)))

    def to_do(actor, *, on):
        return [one for owner, one in owed if owner == actor.pk]

    monkeypatch.setattr(queries, "TASKS", [to_do])
    return given


@pytest.fixture
def toys_are_due(monkeypatch):
    """Have toys stand in the calendar by the day when they were made, until they are approved."""
    from django.db.models import Q

    from caruban.kernel.registers.layout import Due
    from tests.toys.registers import ToyRegister

    monkeypatch.setattr(ToyRegister, "due", Due("made_on", open=~Q(state="approved")))
