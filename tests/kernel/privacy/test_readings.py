import pytest
from django.db import DatabaseError, connection, transaction

from caruban.kernel.accounts.roles import Role
from caruban.kernel.privacy import actions, queries
from caruban.kernel.privacy.models import Reading
from tests.factories import a_unit, a_user, an_institution
from tests.toys.factories import a_toy
from tests.toys.registers import ToyRegister

pytestmark = pytest.mark.django_db
NIK = "3209010101900001"


@pytest.fixture
def unit():
    return a_unit(an_institution())


@pytest.fixture
def toy(unit):
    return a_toy(unit, nik=NIK)


def reveal(client, toy, field="nik"):
    return client.post(f"/data/mainan/{toy.pk}/lihat/{field}/", headers={"HX-Request": "true"})


def test_who_may_sees_it_in_full_and_that_is_written_down(client_of, unit, toy):
    secretary = a_user(Role.SECRETARY, unit.institution)

    page = reveal(client_of(secretary), toy)

    assert NIK in page.content.decode()
    row = Reading.objects.get()
    assert (row.reader_id, row.register, row.field, row.record) == (
        secretary.pk, "toys", "nik", toy.pk,
    )  # fmt: skip
    assert row.organisation_path == unit.path


def test_who_may_not_see_it_is_refused_and_nothing_is_told(client_of, unit, toy):
    page = reveal(client_of(a_user(Role.OFFICER, unit)), toy)

    assert page.status_code == 403
    assert NIK not in page.content.decode()
    assert not Reading.objects.exists()


def test_a_record_of_another_institution_is_not_there(client_of, toy):
    page = reveal(client_of(a_user(Role.SECRETARY, an_institution())), toy)

    assert page.status_code == 404


def test_only_masked_fields_are_shown_so(client_of, unit, toy):
    page = reveal(client_of(a_user(Role.SECRETARY, unit.institution)), toy, field="name")

    assert page.status_code == 404


def test_it_is_not_read_by_a_link(client_of, unit, toy):
    page = client_of(a_user(Role.SECRETARY, unit.institution)).get(
        f"/data/mainan/{toy.pk}/lihat/nik/"
    )

    assert page.status_code == 405


def test_readings_are_seen_by_who_watches_there_and_by_the_reader(unit, toy):
    secretary = a_user(Role.SECRETARY, unit.institution)
    actions.reveal(ToyRegister, toy, "nik", by=secretary)
    actions.note(ToyRegister, ["nik", "name"], by=secretary, door=Reading.Door.EXPORT, count=7)
    auditor, stranger = (
        a_user(Role.AUDITOR, unit.institution), a_user(Role.AUDITOR, an_institution()),
    )  # fmt: skip
    officer = a_user(Role.OFFICER, unit)

    seen = {who: queries.readings(who).count() for who in (secretary, auditor, stranger, officer)}

    assert seen == {secretary: 2, auditor: 2, stranger: 0, officer: 0}


def test_the_page_of_readings_tells_who_saw_what(client_of, unit, toy):
    secretary = a_user(Role.SECRETARY, unit.institution, name="Siti")
    actions.reveal(ToyRegister, toy, "nik", by=secretary)

    page = client_of(a_user(Role.AUDITOR, unit.institution)).get("/data-pribadi/").content.decode()

    assert "Siti" in page
    assert NIK not in page


@pytest.mark.parametrize(
    "change", ["UPDATE privacy_reading SET count = 0", "DELETE FROM privacy_reading"]
)
def test_what_was_written_down_stays(unit, toy, change):
    actions.reveal(ToyRegister, toy, "nik", by=a_user(Role.SECRETARY, unit.institution))

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(change)
