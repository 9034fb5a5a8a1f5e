"""The API of every register: what its pages do, programs do, and by the same rights."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.utils import timezone

from caruban.kernel.accounts.roles import GRANTS
from caruban.kernel.registers import queries
from caruban.kernel.registers.kinds import Kind
from caruban.kernel.registers.register import field_of, form_names, permission_of
from caruban.kernel.tokens import actions as tokens
from caruban.kernel.tokens.scopes import noun_of
from tests.contracts.registers.samples import changes_for, extra_of, values_of
from tests.kernel.registers.api.calling import ROOT, Caller

ENCODER = DjangoJSONEncoder()


def place(register, record=None, more=""):
    return f"{ROOT}/{register.name}" + (f"/{record.pk}{more}" if record is not None else "")


def caller(scene, person=None):
    return Caller(scene.client(person))


def body_of(register, values):
    """Give values as a program sends them: records by their numbers."""
    body = {}
    for name, value in values.items():
        is_field = name in form_names(register)
        kind = field_of(register, name).kind if is_field else None
        if kind is not None and kind.is_related:
            body[name] = None if value is None else value.pk
        elif kind is Kind.MANY:
            body[name] = [one.pk for one in value]
        else:
            body[name] = value
    return body


def doer(scene, verb):
    permission = permission_of(getattr(scene.register, verb))
    if permission is None:
        pytest.skip("there is no such verb")
    if verb == "creates" and any(
        make().widget.needs_multipart_form for make in extra_of(scene.register, verb).values()
    ):
        pytest.skip("takes a file: tests/kernel/registers/api/test_files.py")
    return scene.holder(permission)


def test_the_list_walks_all_records_once(register, scene):
    records = {one.pk for one in scene.several(3)}
    reader = scene.reader()
    call, url, found = caller(scene, reader), f"{place(register)}?limit=2", []
    while url:
        answer = call("get", url)
        assert answer.status_code == 200, answer.text
        found += [one["id"] for one in answer.json()["items"]]
        url = answer.json()["next"]

    expected = queries.rows(register, by=reader).values_list("pk", flat=True)
    assert sorted(found) == sorted(expected)
    assert records <= {*found}


def test_a_record_is_given_with_its_version_and_is_not_sent_twice(register, scene):
    call, url = caller(scene, scene.reader()), place(register, scene.record)

    given = call("get", url)
    again = call("get", url, If_None_Match=given["ETag"])

    assert given.json()["id"] == scene.record.pk
    assert given.json()["version"] == scene.record.version
    assert again.status_code == 304


def test_what_the_list_does_not_know_is_refused(register, scene):
    answer = caller(scene, scene.reader())("get", f"{place(register)}?entah=1")

    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("application/problem+json")


def test_a_record_is_created_once_for_each_key(register, scene):
    by = doer(scene, "creates")
    call = caller(scene, by)
    values = values_of(register, at=scene.home, by=by)
    body = body_of(register, values)
    before = register.model._base_manager.count()

    made = call("post", place(register), body, Idempotency_Key="satu")
    again = call("post", place(register), body, Idempotency_Key="satu")

    assert made.status_code == 201, made.text
    assert again.json() == made.json()
    assert register.model._base_manager.count() == before + 1
    assert made["Location"].endswith(f"/{made.json()['id']}")
    assert made["ETag"]


def test_a_field_that_is_unknown_is_refused_at_its_name(register, scene):
    by = doer(scene, "creates")
    body = body_of(register, values_of(register, at=scene.home, by=by))
    before = register.model._base_manager.count()

    answer = caller(scene, by)("post", place(register), body | {"entah": 1})

    assert answer.status_code == 422
    assert "entah" in answer.text
    assert register.model._base_manager.count() == before


def test_a_change_names_its_version_and_an_older_one_is_refused(register, scene):
    by = doer(scene, "changes")
    call, url = caller(scene, by), place(register, scene.record)
    ((name, value),) = body_of(register, changes_for(scene, scene.record)).items()
    tag = call("get", url)["ETag"]

    without = call("patch", url, {name: value})
    changed = call("patch", url, {name: value}, If_Match=tag)
    stale = call("patch", url, {name: value}, If_Match=tag)

    assert (without.status_code, changed.status_code) == (428, 200), changed.text
    assert stale.status_code == 412
    assert changed.json()["version"] > scene.record.version


def test_a_record_is_removed_by_its_version(register, scene):
    by = doer(scene, "removes")
    call, url = caller(scene, by), place(register, scene.record)

    without = call("delete", url)
    removed = call("delete", url, If_Match=call("get", url)["ETag"])

    assert (without.status_code, removed.status_code) == (428, 204), removed.text
    assert call("get", url).status_code == 404


def test_a_verb_that_is_not_declared_has_no_route(register, scene):
    call, record = caller(scene, scene.reader()), scene.record
    for verb, method, url in (
        ("creates", "post", place(register)),
        ("changes", "patch", place(register, record)),
        ("removes", "delete", place(register, record)),
    ):
        if getattr(register, verb) is None:
            assert call(method, url, {}).status_code == 405, verb


def test_the_history_tells_who_entered_it(register, scene):
    answer = caller(scene, scene.reader())("get", place(register, scene.record, "/history"))

    assert answer.status_code in {200, 403}
    if answer.status_code == 200:
        assert answer.json()["items"]


def test_every_action_has_a_route_that_asks_for_its_permission(register, scene):
    nobody = scene.holder(register.reads)
    for act in register.actions:
        if GRANTS[act.permission].is_public:
            continue
        url = place(register, scene.record, f"/actions/{act.name}")
        guest = caller(scene)("post", url, {})
        assert guest.status_code == 401, act.name
        if not scene.holds(nobody, act.permission):
            assert caller(scene, nobody)("post", url, {}).status_code in {403, 422}, act.name


@pytest.mark.parametrize("method", ["get", "patch", "delete"])
def test_a_guessed_identifier_of_another_institution_is_not_there(register, scene, method):
    if GRANTS[register.reads].is_public:
        pytest.skip("these are open to everyone")
    call, url = caller(scene, scene.reader()), place(register, scene.foreign)
    headers = {} if method == "get" else {"If_Match": '"1"'}

    answer = call(method, url, None if method == "get" else {}, **headers)

    assert answer.status_code in {403, 404, 405}
    assert str(scene.foreign) not in answer.text
    register.model._base_manager.get(pk=scene.foreign.pk)


def test_a_guest_gets_what_is_public_and_nothing_else(register, scene):
    answer = caller(scene)("get", place(register, scene.record))

    expected = 200 if GRANTS[register.reads].is_public else 401
    assert answer.status_code == expected


def test_a_token_does_what_its_scopes_say_and_no_more(register, scene):
    writes = [one for one in (register.creates, register.changes) if one is not None]
    by = scene.holder(permission_of(writes[0])) if writes else scene.reader()
    scope = f"{noun_of(register.reads)}:read"
    call = Caller(Client(headers={"Authorization": f"Bearer {secret_of(by, scope)}"}))

    assert call("get", place(register)).status_code == 200
    if register.changes is not None:
        answer = call("patch", place(register, scene.record), {}, If_Match='"1"')
        assert answer.status_code == 403, answer.text
    if register.creates is not None:
        assert call("post", place(register), {}).status_code in {403, 422}


def secret_of(owner, *scopes):
    now = timezone.now()
    end = now + timedelta(days=1)
    return tokens.make(by=owner, name="Baca", scopes=[*scopes], expires_at=end, now=now)[1]


def test_next_and_previous_pages_are_links_within_the_api(register, scene):
    many = len({one.pk for one in scene.several(3)})
    answer = caller(scene, scene.reader())("get", f"{place(register)}?limit=1&count=true")

    assert answer.json()["count"] >= many
    if answer.json()["count"] > 1:
        assert urlsplit(answer.json()["next"]).path == place(register)
