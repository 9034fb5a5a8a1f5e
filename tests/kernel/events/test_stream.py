"""What can have happened is typed, has a sentence, and is written by somebody."""

from datetime import date

import pytest
from django.db import transaction
from django.utils import translation

from caruban.kernel.accounts.actions import grant
from caruban.kernel.actions import acting
from caruban.kernel.actors import Guest
from caruban.kernel.events.models import Happening
from caruban.kernel.events.stream import EVENTS, Event, emit, happenings_of, tell
from caruban.kernel.organisations.events import OrganisationClosed, UnitPlaced
from tests.factories import a_unit, a_user, an_institution

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("missing", ["name", "sentence"])
def test_an_event_without_name_or_sentence_is_refused(missing):
    words = {"name": "test.happened", "sentence": "{actor}"}
    del words[missing]

    with pytest.raises(TypeError, match="must declare its name and its sentence"):
        type("Nameless", (Event,), words)

    assert "test.happened" not in EVENTS


def test_two_events_of_one_name_are_refused():
    with pytest.raises(TypeError, match=r"two events are named organisation\.placed"):
        type("UnitPlaced", (Event,), {"name": UnitPlaced.name, "sentence": "{actor}"})

    assert EVENTS[UnitPlaced.name] is UnitPlaced


def test_nothing_happens_without_somebody_who_acts():
    unit = a_unit(an_institution())

    with pytest.raises(RuntimeError, match="inside an action"):
        emit(OrganisationClosed(subject=unit, on="2026-01-01"))

    assert not happenings_of(unit).filter(name="organisation.closed").exists()


def test_a_happening_keeps_who_what_and_where():
    unit = a_unit(an_institution(), name="Dinas Kesehatan")
    user = a_user(name="Sekretaris")

    with transaction.atomic(), acting(user):
        emit(OrganisationClosed(subject=unit, on="2026-01-01"))

    latest = happenings_of(unit).first()
    assert (latest.actor, latest.organisation_path) == (user, unit.path)
    assert latest.details == {"on": "2026-01-01"}
    assert tell(latest) == "Sekretaris menutup Dinas Kesehatan per 1 Jan 2026."


def test_what_happened_is_kept_in_indonesian_and_told_in_the_readers_language():
    institution = an_institution(name="Kabupaten Contoh")
    operator, officer = a_user("operator", institution, name="Pengelola"), a_user(name="Petugas")

    with translation.override("en"):
        membership = grant(
            institution, by=operator, user=officer, role="officer", valid_from=date(2026, 1, 1)
        )

    happening = happenings_of(membership).get()
    assert happening.details["role"] == "Petugas perangkat daerah"
    assert happening.subject_name.startswith("Petugas, Petugas perangkat daerah")
    assert "peran Petugas perangkat daerah di" in tell(happening)
    with translation.override("en"):
        assert "the role Officer of a regional office in" in tell(happening)


def test_a_guest_is_named_as_such():
    unit = a_unit(an_institution())

    with transaction.atomic(), acting(Guest()):
        happening = emit(OrganisationClosed(subject=unit, on="2026-01-01"))

    assert (happening.actor, happening.actor_name) == (None, "Pengunjung")


def test_a_subject_of_no_organisation_may_be_told_of():
    user = a_user()

    with transaction.atomic(), acting(user):
        happening = emit(OrganisationClosed(subject=user, on="2026-01-01"))

    assert happening.organisation_path == ""


def test_an_event_that_no_module_knows_any_more_is_still_told():
    assert tell(Happening(name="gone.away")) == "gone.away"


@pytest.mark.parametrize("event", EVENTS.values(), ids=lambda event: event.name)
def test_every_event_is_typed_and_its_sentence_can_be_said(event):
    assert "__dataclass_params__" in vars(event)  # its own fields are typed
    assert event.__dataclass_params__.frozen
    details = {name: "…" for name in event.__dataclass_fields__ if name != "subject"}

    said = tell(
        Happening(name=event.name, actor_name="Pelaku", subject_name="Catatan", details=details)
    )

    assert said.endswith(".")
    assert "{" not in said
