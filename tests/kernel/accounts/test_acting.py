"""Acting officials: within their period by a letter, the office's reach, not a minute more."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone

from caruban.kernel.access import may
from caruban.kernel.accounts.actions import change_membership, end, grant
from caruban.kernel.accounts.models import User
from caruban.kernel.accounts.roles import Role
from caruban.kernel.actions import acting
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import happenings_of, tell
from caruban.kernel.history.models import Change
from caruban.kernel.organisations.actions import place
from caruban.kernel.organisations.permissions import OrganisationPermission
from tests.factories import a_unit, a_user, an_institution, system

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
JAKARTA = ZoneInfo("Asia/Jakarta")
LETTER = {"decree": "800/12/BKPSDM/2026", "reason": "Pejabatnya cuti"}
MANAGE = OrganisationPermission.MANAGE


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def unit():
    return a_unit(an_institution(), name="Dinas Kesehatan")


@pytest.fixture
def head(unit):
    return a_user(Role.OPERATOR, unit, name="Pejabat")


@pytest.fixture
def stand_in(unit, head, today):
    """Give who stands in for the operator of a unit, today and tomorrow."""
    person = a_user(Role.OFFICER, unit, name="Budi")
    grant(
        unit, by=system(), user=person, role=Role.OPERATOR, standing="plh",
        on_behalf_of=head.memberships.get(), valid_from=today, valid_to=today + DAY, **LETTER,
    )  # fmt: skip
    return person


def acting_membership(person):
    return person.memberships.get(standing="plh")


def at(day, hour, minute):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=JAKARTA)


@pytest.mark.parametrize("missing", ["decree", "reason"])
def test_nobody_stands_in_without_a_letter_and_a_reason(unit, today, missing):
    given = {"role": Role.UNIT_HEAD, "valid_from": today, "valid_to": today + DAY, **LETTER}

    for standing in ("plt", "plh"):
        with pytest.raises(Refused) as refusal:
            grant(unit, by=system(), user=a_user(), standing=standing, **given | {missing: "  "})
        assert refusal.value.field == missing


def test_the_letter_is_not_taken_away_later(stand_in):
    with pytest.raises(Refused):
        change_membership(acting_membership(stand_in), by=system(), decree="")


def test_the_reach_of_the_office_begins_and_ends_with_the_minute(
    stand_in, unit, today, monkeypatch, client_of
):
    address = "/data/keanggotaan/baru/"  # asks for the office's permission

    def answers(day, hour, minute):
        monkeypatch.setattr(timezone, "now", lambda: at(day, hour, minute))
        reach = may(User.objects.get(pk=stand_in.pk), MANAGE, unit)
        return reach, client_of(stand_in).get(address).status_code

    assert answers(today - DAY, 23, 59) == (False, 403)
    assert answers(today, 0, 0) == (True, 200)
    assert answers(today + DAY, 23, 59) == (True, 200)
    assert answers(today + 2 * DAY, 0, 0) == (False, 403)


def test_who_is_ended_has_no_reach_from_the_next_request_on(stand_in, client_of, today):
    browser = client_of(stand_in)
    assert browser.get("/plt-plh/").status_code == 200

    end(acting_membership(stand_in), by=system(), on=today)

    assert browser.get("/plt-plh/").status_code == 403
    assert browser.get("/kerja/").status_code == 200, "their own role goes on"


def test_the_trail_names_the_office_that_is_stood_in_for(stand_in, unit):
    made = place(unit, by=stand_in, code="seksi", name="Seksi", kind="unit")

    said = tell(happenings_of(made).get())
    change = Change.objects.filter(table="organisations_organisation", record=made.pk).first()

    office = "Budi (Plh. Pengelola sistem, Dinas Kesehatan)"
    assert said.startswith(office)
    assert (change.actor_id, change.actor_name) == (stand_in.pk, office)


def test_what_is_done_in_ones_own_office_is_in_ones_own_name(unit, today):
    person = a_user(Role.OPERATOR, unit, name="Budi")
    grant(
        unit.institution, by=system(), user=person, role=Role.OPERATOR, standing="plt",
        valid_from=today, valid_to=today, **LETTER,
    )  # fmt: skip

    own = place(unit, by=person, code="seksi", name="Seksi", kind="unit")
    other = place(unit.institution, by=person, code="bagian", name="Bagian", kind="unit")

    assert happenings_of(own).get().actor_name == "Budi"
    assert happenings_of(other).get().actor_name.startswith("Budi (Plt. Pengelola sistem, ")


def test_the_name_of_the_office_does_not_stick_to_what_comes_after(stand_in, unit):
    with transaction.atomic(), acting(system()):
        place(unit, by=stand_in, code="seksi", name="Seksi", kind="unit")
        unit.save()  # by the outer one

    changes = Change.objects.filter(table="organisations_organisation", record=unit.pk)
    assert changes.latest("pk").actor_name == "Sistem"


def test_the_page_lists_who_stands_in_and_why(stand_in, unit, client_of):
    page = client_of(a_user(Role.AUDITOR, unit.institution)).get("/plt-plh/").content.decode()

    for said in ("Budi", "Plh. Pengelola sistem, Dinas Kesehatan", "Pejabat", *LETTER.values()):
        assert said in page
    assert "Akhiri" not in page
    assert "Tunjuk" not in page


def test_who_gives_roles_finds_how_to_begin_and_end_it(stand_in, unit, client_of):
    operator = client_of(a_user(Role.OPERATOR, unit.institution))

    page = operator.get("/plt-plh/").content.decode()

    assert f"/data/keanggotaan/{acting_membership(stand_in).pk}/tindakan/end/" in page
    form = operator.get("/data/keanggotaan/baru/?standing=plt").content.decode()
    assert 'value="plt" selected' in form


def test_others_see_nobody_of_another_institution(stand_in, client_of):
    stranger = client_of(a_user(Role.OPERATOR, an_institution()))

    assert "Budi" not in stranger.get("/plt-plh/").content.decode()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.UNIT_HEAD, Role.LEADER, Role.ASSESSOR])
def test_the_page_is_for_who_may_read_roles(unit, client_of, role):
    assert client_of(a_user(role, unit)).get("/plt-plh/").status_code == 403


def test_a_guest_is_led_to_sign_in(client):
    assert client.get("/plt-plh/")["Location"].startswith("/masuk/")
