"""A person belongs to every place of their roles: any is enough to be seen, no row comes twice."""

import pytest

from caruban.kernel.access import (
    has_several_places,
    may,
    path_of,
    paths_of,
    visible,
)
from caruban.kernel.accounts.actions import grant
from caruban.kernel.accounts.models import Membership, User
from caruban.kernel.accounts.permissions import AccountPermission
from caruban.kernel.accounts.roles import Role
from caruban.kernel.organisations.models import Organisation
from tests.factories import a_unit, a_user, an_institution, system

pytestmark = pytest.mark.django_db
READ = AccountPermission.READ


@pytest.fixture
def home():
    return an_institution()


@pytest.fixture
def operator(home):
    return a_user(Role.OPERATOR, home)


def also(user, organisation, role=Role.OFFICER):
    membership = user.memberships.first()
    since = membership.valid_from if membership else "2024-01-01"
    return grant(organisation, by=system(), user=user, role=role, valid_from=since)


def test_what_leads_to_many_has_several_places():
    assert has_several_places(User)
    assert not has_several_places(Membership)
    assert not has_several_places(Organisation)


def test_a_person_is_seen_once_however_many_roles_they_hold(home, operator):
    person = a_user(Role.OFFICER, a_unit(home))
    also(person, a_unit(home))
    also(person, home, Role.AUDITOR)

    seen = list(visible(User, to=operator, permission=READ).filter(pk=person.pk))

    assert seen == [person]


def test_a_role_in_any_place_is_enough_to_be_seen_there(home, operator):
    person = a_user(Role.ASSESSOR, an_institution())
    assert not visible(User, to=operator, permission=READ).filter(pk=person.pk)
    assert not may(operator, READ, person)

    also(person, a_unit(home))

    assert visible(User, to=operator, permission=READ).filter(pk=person.pk)
    assert may(operator, READ, person)


def test_the_people_of_another_institution_are_not_there(operator):
    stranger = a_user(Role.OFFICER, an_institution())

    assert stranger not in visible(User, to=operator, permission=READ)


def test_a_person_without_any_role_is_seen_by_nobody_but_the_system(operator):
    person = a_user()

    assert not may(operator, READ, person)
    assert paths_of(person) == ()
    assert path_of(person) is None
    assert may(system(), AccountPermission.MANAGE_USERS, person)


def test_the_paths_of_a_person_come_in_the_order_of_the_tree(home):
    unit = a_unit(home)
    person = a_user(Role.OFFICER, unit)
    also(person, home)
    also(person, unit, Role.AUDITOR)

    assert paths_of(person) == tuple(sorted({home.path, unit.path}))
    assert path_of(person) == min(home.path, unit.path)


def test_the_paths_of_a_record_of_one_place_are_one(home):
    person = a_user(Role.OFFICER, home)

    assert paths_of(person.memberships.get()) == (home.path,)
