"""Demo mode: one account per role, and a switcher that is nowhere else."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client, override_settings

from caruban.kernel.accounts import demo
from caruban.kernel.accounts.models import Membership, User
from caruban.kernel.accounts.roles import Role
from caruban.kernel.organisations.actions import place
from tests.factories import a_user, an_institution, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution():
    return an_institution()


def switch(client, account):
    return client.post("/peran/", {"account": account})


def test_there_is_an_account_for_every_role_that_can_be_given(institution):
    made = demo.prepare(institution, by=system())

    roles = {role for user, _password in made for role in user.roles}
    assert roles == set(Role) - {Role.CITIZEN, Role.SYSTEM}
    assert {user.email.split("@")[1] for user, _password in made} == {"demo.caruban.invalid"}


def test_a_second_run_makes_none_and_changes_nothing(institution):
    demo.prepare(institution, by=system())
    before = list(User.objects.values_list("pk", "password"))

    assert demo.prepare(institution, by=system()) == []
    assert list(User.objects.values_list("pk", "password")) == before


def test_passwords_are_made_anew_and_open_the_account(institution):
    made = demo.prepare(institution, by=system())

    passwords = [password for _user, password in made]
    assert len(set(passwords)) == len(passwords)
    assert all(user.check_password(password) for user, password in made)


def test_an_account_works_in_its_unit_where_there_is_one(institution):
    unit = place(institution, by=system(), code="diskominfo", name="Kominfo", kind="department")
    demo.prepare(institution, by=system())

    places = dict(Membership.objects.values_list("role", "organisation"))
    assert places[Role.OFFICER] == unit.pk
    assert places[Role.INTERNAL_ASSESSOR] == institution.pk  # no inspectorate here


def test_the_switcher_signs_in_as_the_chosen_role(client, institution):
    demo.prepare(institution, by=system())

    answer = switch(client, "auditor@demo.caruban.invalid")

    assert answer["Location"] == "/kerja/"
    chosen = User.objects.get(pk=client.session[SESSION_KEY])
    assert chosen.roles == {Role.AUDITOR}


def test_the_switcher_signs_out_for_the_citizen(client, institution):
    demo.prepare(institution, by=system())
    switch(client, "auditor@demo.caruban.invalid")

    assert switch(client, "")["Location"] == "/"
    assert SESSION_KEY not in client.session


@pytest.mark.parametrize("email", ["sistem@caruban.invalid", "nobody@demo.caruban.invalid"])
def test_no_other_account_can_be_chosen(client, institution, email):
    system()
    demo.prepare(institution, by=system())

    assert switch(client, email).status_code == 404
    assert SESSION_KEY not in client.session


def test_an_account_of_a_person_cannot_be_chosen(client, institution):
    person = a_user(Role.OPERATOR, institution)

    assert switch(client, person.email).status_code == 404


def test_outside_demo_mode_there_is_no_switcher(client, institution):
    demo.prepare(institution, by=system())

    with override_settings(DEMO=False):
        assert switch(client, "auditor@demo.caruban.invalid").status_code == 404
    assert SESSION_KEY not in client.session


def test_another_site_cannot_switch_the_role(institution):
    demo.prepare(institution, by=system())

    answer = Client(enforce_csrf_checks=True).post("/peran/", {"account": ""})

    assert answer.status_code == 403


def test_the_home_page_leads_a_newcomer_to_the_roles(client, institution):
    demo.prepare(institution, by=system())

    assert 'href="/masuk/#peraga"' in client.get("/").content.decode()
    switch(client, "auditor@demo.caruban.invalid")
    assert "Buka pekerjaan saya" in client.get("/").content.decode()
