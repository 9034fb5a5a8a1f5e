"""Every page of every register, times every role: the declaration says who may, and nobody else.

The pages are found by the resolver; each says which verbs of its register it stands for.
"""

from copy import deepcopy
from functools import cache

import pytest
from django.db import transaction

from caruban.kernel.accounts.roles import GRANTS, Role
from caruban.kernel.registers.kinds import Kind
from caruban.kernel.registers.register import field_of, form_names, permission_of
from tests.contracts.walk import routes
from tests.factories import a_user

VERB = "register."  # what the door writes on a view
NOBODY = 0  # the number of no view, comment, attachment, change or run
ACTS = {"registers:act", "registers:bulk_act"}
NAMED_IN_THE_BODY = {"registers:create_related", "registers:edit_related"}
ASK_MORE = {  # what the door lets in, and what the page asks for besides
    "registers:history": "history.read",
    "registers:comments": "comment.read",
    "registers:comment_edit": "comment.read",
    "registers:comment_remove": "comment.read",
    "registers:comment_people": "comment.write",
    "registers:documents": "document.read",
    "registers:attach_new": "document.write",
    "registers:attach_known": "document.write",
    "registers:find_documents": "document.write",
    "registers:add_edition": "document.write",
    "registers:detach": "document.write",
    "registers:views": "an institution or an account",
    "reveal": "the permission of the masked field",
}
OPEN_TO_GUESTS = {
    "registers:list",
    "registers:record",
    "registers:related",
    "registers:filter_choices",
    "registers:columns",  # of the list that they look at; kept in its address
}
ROLES = sorted(set(Role) - {Role.CITIZEN, Role.SYSTEM})


@cache
def pages():
    """Give the addresses that stand for verbs of a register; those of runs are a person's own."""
    return [one for one in routes() if one.who.startswith(VERB)]


def verbs_of(route):
    return route.who.removeprefix(VERB).split("|")


def sample(scene, route):
    """Give the parameters of an address; None where the register has none such."""
    register = scene.register
    given = dict.fromkeys(route.parameters, NOBODY)
    known = {
        "register": lambda: register,
        "pk": lambda: scene.record.pk,
        "kind": lambda: "csv",
        "name": lambda: _name(register, route),
        "field": lambda: next(iter(_fields(register, route)), None),
    }
    given |= {one: known[one]() for one in route.parameters if one in known}
    return None if None in given.values() else given


def _name(register, route):
    if route.name in ACTS:
        return register.actions[0].name if register.actions else None
    return next((one for one in register.filters if is_relation(register, one)), None)


def _fields(register, route):
    if route.name == "reveal":
        return register.masked
    return (one for one in form_names(register) if is_relation(register, one))


def is_relation(register, name):
    kind = field_of(register, name).kind
    return kind.is_related or kind is Kind.MANY


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
            yield route, url_of(scene, route, given), asked_by(scene.register, route)


def asked_by(register, route):
    """Give the permissions that a page of a register asks for; none where it has no such page."""
    if not DECLARED.get(route.name, lambda _register: True)(register):
        return []
    asked = [permission_of(getattr(register, one)) for one in verbs_of(route)]
    return [one for one in asked if one is not None]


DECLARED = {  # pages that hang on another word of the declaration
    "registers:related": lambda register: register.related,
    "registers:proofs": lambda register: register.proves,
}


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


def test_a_guest_of_an_open_register_reads_it_and_is_sent_to_sign_in_for_the_rest(register, scene):
    client = scene.client()
    got = {
        route.name: answer_to(client, url)
        for route, url, asked in each(scene)
        if any(GRANTS[one].is_public for one in asked)
    }

    assert {*got.values()} <= {200, 403, 404, "sign in"}, got
    assert {name for name, answer in got.items() if answer == 200} <= OPEN_TO_GUESTS


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
        if reads and asked and lets_in(register, route, asked, role):
            assert got in welcome(route), (route, got)
        elif asked and not lets_in(register, route, asked, role):
            assert got in {403, 404}, (route, got)


def lets_in(register, route, asked, role):
    if route.name in ACTS:
        act = register.actions[0]
        asked = [act.permission] if act.in_bulk or route.name == "registers:act" else []
    return any(may(one, role) for one in asked)


def may(permission, role):
    return GRANTS[permission].is_public or role in GRANTS[permission].roles


def welcome(route):
    """Give the answers of a page to who may use it: 404 only where it asks for more than a record.

    A bulk action or a removal may still not be for this record; 409 tells why.
    """
    answers = {200, 302, 409, 422}
    in_body = "bulk" in route.name or route.name in NAMED_IN_THE_BODY
    if {*route.parameters} - {"register", "pk"} or in_body:
        answers.add(404)
    return answers | {403} if route.name in ASK_MORE else answers


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
