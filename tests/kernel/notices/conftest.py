"""An institution at work, kinds of notices of its own, and a mail server that misbehaves."""

from functools import partial
from types import SimpleNamespace

import pytest

from tests.kernel.notices.mails import MailServer


@pytest.fixture
def scene(db):
    """Give an institution with a unit, an operator and an officer."""
    from tests.factories import a_unit, a_user, an_institution

    institution = an_institution()
    return SimpleNamespace(
        institution=institution,
        unit=a_unit(institution, "Dinas Contoh"),
        operator=a_user("operator", institution, name="Ani"),
        officer=a_user("officer", institution, name="Budi"),
    )


@pytest.fixture
def declare(monkeypatch):
    """Give a function that declares a kind; until the test is over there are no others.

    Who manages units may see what it tells, unless the test says otherwise.
    """
    from caruban.kernel.events.following import FOLLOWERS
    from caruban.kernel.events.stream import on
    from caruban.kernel.notices.kinds import KINDS, Kind, Mailing
    from caruban.kernel.notices.making import make
    from caruban.kernel.organisations.events import OrganisationClosed, UnitPlaced
    from caruban.kernel.organisations.permissions import OrganisationPermission

    monkeypatch.setattr(KINDS, "_by_name", {})
    before = {name: list(followers) for name, followers in FOLLOWERS.items()}
    FOLLOWERS.clear()

    def declared(*people, name="unit.told", **how):
        how = {
            "permission": OrganisationPermission.MANAGE,
            "address": lambda _happening: "/kerja/",
            "mailing": Mailing.NOW,
            **how,
        }
        events = (UnitPlaced, OrganisationClosed)
        kind = Kind(name, f"Jenis {name}", events, lambda _happening: people, **how)
        KINDS.add(kind)
        on(*events)(partial(make, kind))
        return kind

    yield declared
    FOLLOWERS.clear()
    FOLLOWERS.update(before)


@pytest.fixture
def happen(scene):
    """Give a function by which a unit is placed, and that is followed as the worker does."""
    from caruban.kernel.actions import acting
    from caruban.kernel.events.jobs import follow
    from caruban.kernel.events.stream import emit
    from caruban.kernel.organisations.events import UnitPlaced
    from tests.factories import system

    def happened(by=None, times=1):
        with acting(by or system()):
            row = emit(UnitPlaced(subject=scene.unit, parent="Pemerintah"))
        for _time in range(times):
            follow(happening=row.pk)
        return row

    return happened


@pytest.fixture
def server(settings):
    """Give a mail server that is set up, as the settings do it."""
    one = MailServer()
    settings.CAN_MAIL = True
    settings.EMAIL_BACKEND = "caruban.kernel.operations.mail.NotedBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", one.port
    settings.EMAIL_TIMEOUT = 20
    yield one
    one.close()
