"""What stands in the calendar: one's own, the unit's, and dates of institutions where one works."""

from datetime import date, timedelta

import pytest

from caruban.kernel.actors import Guest
from caruban.kernel.calendar.queries import due_for
from caruban.kernel.organisations.permissions import OrganisationPermission
from caruban.kernel.webhooks.permissions import WebhookPermission
from tests.factories import a_unit, a_user, an_institution
from tests.kernel.calendar.conftest import TODAY
from tests.toys.factories import a_toy
from tests.toys.registers import ToyRegister

pytestmark = pytest.mark.django_db


def due(actor, **more):
    span = {"begin": TODAY, "end": TODAY + timedelta(days=30), **more}
    return due_for(actor, on=TODAY, **span)


def titles(actor, **more):
    return [one.title for one in due(actor, **more)]


def test_tasks_stand_on_their_day_in_order(scene, task):
    task("Isi indikator 10", TODAY + timedelta(days=2))
    task("Isi indikator 2", TODAY + timedelta(days=2))
    task("Tugaskan", TODAY)
    task("Tanpa hari", None)
    task("Jauh", TODAY + timedelta(days=31))

    assert titles(scene.officer) == ["Tugaskan", "Isi indikator 2", "Isi indikator 10"]


def test_what_is_late_is_given_where_it_is_asked_for(scene, task):
    task("Dahulu", TODAY - timedelta(days=40))

    assert titles(scene.officer) == []
    (one,) = due(scene.officer, with_late=True)
    assert one.is_late


def test_a_task_is_ones_own_or_the_units(scene, task):
    task("Milik saya")
    task("Milik unit", of_unit=True, unit="Dinas Contoh")

    assert [one.whose for one in due(scene.officer)] == ["saya", "unit"]


def test_anothers_tasks_are_not_there(scene, task):
    task("Milik lain", to=a_user("officer", scene.unit))

    assert titles(scene.officer) == []


def test_dates_of_records_that_one_may_read_are_there(scene, task, toys_are_due):
    toy = a_toy(scene.unit, made_on=TODAY)
    a_toy(scene.unit, made_on=TODAY - timedelta(days=1))
    a_toy(scene.unit, made_on=TODAY + timedelta(days=31))
    a_toy(scene.unit, made_on=None)

    (one,) = due(scene.officer)
    assert one.whose == "instansi"
    assert str(toy) in one.title
    assert one.url.endswith(f"/{toy.pk}/")
    assert not one.is_late


def test_a_record_that_is_no_longer_due_is_not_there(scene, task, toys_are_due):
    a_toy(scene.unit, made_on=TODAY, state="approved")

    assert titles(scene.officer) == []


def test_dates_of_another_institution_are_not_there(scene, task, toys_are_due):
    a_toy(a_unit(an_institution()), made_on=TODAY)

    assert titles(scene.officer) == []


def test_who_may_not_read_the_register_sees_none_of_its_dates(scene, task, toys_are_due):
    a_toy(scene.unit, made_on=TODAY)

    assert titles(a_user()) == []
    assert titles(Guest()) == []
    left = a_user("officer", scene.unit, until=date(2026, 1, 1), since=date(2025, 1, 1))
    assert titles(left) == []


def test_dates_of_a_register_take_one_question(
    scene, task, toys_are_due, django_assert_max_num_queries
):
    for _number in range(5):
        a_toy(scene.unit, made_on=TODAY)
    scene.officer.holdings  # noqa: B018 (asked once, for the whole request)

    with django_assert_max_num_queries(2):
        assert len(due(scene.officer)) == 5


def test_what_everyone_may_read_stands_in_the_calendar_of_who_works_there(
    scene, task, toys_are_due, monkeypatch
):
    monkeypatch.setattr(ToyRegister, "reads", OrganisationPermission.READ)
    own = a_toy(scene.unit, made_on=TODAY)
    a_toy(a_unit(an_institution()), made_on=TODAY)

    (one,) = due(scene.officer)
    assert str(own) in one.title
    assert titles(a_user()) == []


def test_who_works_there_without_the_permission_sees_none_of_its_dates(
    scene, task, toys_are_due, monkeypatch
):
    monkeypatch.setattr(ToyRegister, "reads", WebhookPermission.MANAGE)
    a_toy(scene.unit, made_on=TODAY)

    assert titles(scene.officer) == []
    assert len(due(a_user("operator", scene.institution))) == 1
