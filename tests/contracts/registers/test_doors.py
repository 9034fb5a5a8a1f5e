"""Every page of every register, times every role: the declaration says who may, and nobody else.

The pages are found by the resolver; each says which verbs of its register it stands for.
"""

from copy import deepcopy
from functools import cache

import pytest
from django.db import transaction

from caruban.kernel.accounts.roles import GRANTS, Role
from caruban.kernel.registers.register import permission_of
from tests.contracts.walk import routes
from tests.factories import a_user

VERB = "register."  # what the door writes on a view
MAYBE = {"name", "field", "kind"}  # parameters that hang on the declaration
ROLES = sorted(set(Role) - {Role.CITIZEN, Role.SYSTEM})


@cache
def pages():
    """Give the addresses that stand for verbs of a register; those of runs are a person's own."""
    return [
        one for one in routes() if one.name.startswith("registers:") and one.who.startswith(VERB)
    ]


def verbs_of(route):
    return route.who.removeprefix(VERB).split("|")


def sample(scene, route):
    """Give the parameters of an address; None where the register has none such."""
    register = scene.register
    known = {
        "register": register,
        "pk": scene.record.pk if "pk" in route.parameters else 0,
        "run": 0,
        "kind": "csv",
        "name": register.actions[0].name if register.actions else None,
        "field": next(iter([*register.masked, *register.filters]), None),
        "view": 0,
        "comment": 0,
        "change": 0,
    }
    given = {one: known[one] for one in route.parameters}
    return None if None in given.values() else given


def answer_to(client, url):
    """Give how an address answers: to GET, or to POST where it takes no other; undo what it did."""
    cookies = deepcopy(client.cookies)
    try:
        with transaction.atomic():
            answer = client.get(url)
            if answer.status_code == 405:
                answer = client.post(url, {"format": "csv"})
            b"".join(answer)
            transaction.set_rollback(True)
    finally:
        client.cookies = cookies
    where = answer.headers.get("Location", "")
    return "sign in" if where.startswith("/masuk/?") else answer.status_code


def url_of(scene, route, given):
    return route.url({f"{route.name}.{name}": value for name, value in given.items()})


def each(scene):
    """Give the addresses of a register with their parameters, and the permissions they ask for."""
    for route in pages():
        given = sample(scene, route)
        if given is not None:
            asked = [permission_of(getattr(scene.register, one)) for one in verbs_of(route)]
            yield route, url_of(scene, route, given), [one for one in asked if one is not None]


def test_there_are_doors():
    assert {verb for one in pages() for verb in verbs_of(one)} >= {"reads", "creates", "changes"}


def test_what_is_not_declared_has_no_page(register, scene):
    client = scene.client(scene.reader())
    for route, url, asked in each(scene):
        if not asked:
            assert answer_to(client, url) == 404, route


def test_a_guest_is_sent_to_sign_in(register, scene):
    client = scene.client()
    for route, url, asked in each(scene):
        if asked and not any(GRANTS[one].is_public for one in asked):
            assert answer_to(client, url) == "sign in", route


def test_who_holds_no_role_is_refused(register, scene):
    client = scene.client(a_user())
    for route, url, asked in each(scene):
        if asked and not any(GRANTS[one].is_public for one in asked):
            assert answer_to(client, url) == 403, route


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_in_as_the_table_of_grants_says(register, scene, role):
    client = scene.client(scene.person(role))
    reads = may(register.reads, role)
    for route, url, asked in each(scene):
        got = answer_to(client, url)
        acts = "name" not in route.parameters or may_act(register.actions[0], route, role)
        if asked and any(may(one, role) for one in asked) and reads and acts:
            assert got in {200, 302, 404, 422} - ({404} if is_plain(route) else set()), (route, got)
        elif asked and not (acts and any(may(one, role) for one in asked)):
            assert got in {403, 404}, (route, got)


def may(permission, role):
    return GRANTS[permission].is_public or role in GRANTS[permission].roles


def may_act(act, route, role):
    return may(act.permission, role) and (act.in_bulk or "bulk" not in route.name)


def is_plain(route):
    """Say whether an address asks for nothing but a register and a record."""
    return {*route.parameters} <= {"register", "pk"}


@pytest.mark.parametrize("role", ROLES)
def test_nobody_opens_the_record_of_another_institution(register, scene, role):
    if GRANTS[register.reads].is_public:
        pytest.skip("these are open to everyone")
    client = scene.client(scene.person(role, scene.elsewhere))
    for route, url, asked in each(scene):
        if asked and "pk" in route.parameters:
            assert answer_to(client, url) in {403, 404}, route


def test_a_record_that_is_not_there_is_not_there(register, scene):
    client = scene.client(scene.reader())
    for route in pages():
        given = sample(scene, route)
        if given is not None and "pk" in given:
            assert answer_to(client, url_of(scene, route, given | {"pk": 2**40})) in {403, 404}
