"""What a token opens: what its owner may, within its scopes, as long as both last."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caruban.kernel.accounts.models import Membership
from caruban.kernel.history.models import Change
from caruban.kernel.tokens import actions
from caruban.kernel.tokens.models import Token, TokenUse
from caruban.kernel.tokens.secrets import new_secret
from tests.factories import a_unit
from tests.kernel.registers.api.calling import ROOT, TOYS
from tests.toys.factories import a_toy
from tests.toys.models import Toy

pytestmark = pytest.mark.django_db
WRITE, READ = "toy:write", "toy:read"
ANSWERS = "/api/v1/evaluation/institutions/32.09/years/2021/answers"


def new(unit, **more):
    return {"code": "K-1", "name": "Kuda", "organisation": unit.pk} | more


def test_a_program_acts_as_its_owner_without_session_or_csrf(make, calls, officer, unit):
    _token, secret = make(officer, WRITE)

    made = calls(secret)("post", TOYS, new(unit))

    assert made.status_code == 201, made.text
    who = Change.objects.get(table="toys_toy").actor_id
    assert who == officer.pk
    assert "Set-Cookie" not in made.headers
    assert not made.cookies


def test_a_reading_token_does_not_write(make, calls, officer, unit):
    toy = a_toy(unit)
    call = calls(make(officer, READ)[1])

    assert call("get", f"{TOYS}/{toy.pk}").status_code == 200
    for method, url, body in (
        ("post", TOYS, new(unit)),
        ("patch", f"{TOYS}/{toy.pk}", {"name": "x"}),
        ("delete", f"{TOYS}/{toy.pk}", None),
        ("post", f"{TOYS}/{toy.pk}/actions/approve", {"why": "x"}),
    ):
        assert call(method, url, body, If_Match='"1"').status_code == 403, (method, url)
    assert (Toy.objects.count(), Toy.objects.get().version) == (1, 1)


def test_a_token_for_one_thing_opens_no_other(make, calls, secretary, unit):
    toy = a_toy(unit)
    call = calls(make(secretary, "answer:write")[1])

    assert call("get", TOYS).status_code == 403
    assert call("get", f"{TOYS}/{toy.pk}").status_code == 403
    assert "toys" not in {one["name"] for one in call("get", ROOT).json()}
    reading = calls(make(secretary, READ)[1])
    assert reading("get", ANSWERS).status_code == 403


def test_personal_data_needs_a_scope_of_its_own(make, calls, secretary, unit):
    toy = a_toy(unit, nik="3209011234567890")
    url = f"{TOYS}/{toy.pk}"

    masked = calls(make(secretary, WRITE)[1])("get", url)
    plain = calls(make(secretary, READ, "toy:personal")[1])("get", url)

    assert masked.json()["nik"].startswith("•")
    assert plain.json()["nik"] == "3209011234567890"


def test_a_token_never_does_more_than_its_owner(make, calls, officer, unit):
    foreign = a_toy(a_unit(unit.institution))
    call = calls(make(officer, WRITE, "toy:personal")[1])

    assert call("patch", f"{TOYS}/{foreign.pk}", {"name": "x"}, If_Match='"1"').status_code == 403
    assert call("post", f"{TOYS}/{foreign.pk}/actions/approve", {"why": "x"}).status_code == 403


def test_it_is_dead_the_minute_its_owner_leaves(make, calls, officer):
    call = calls(make(officer, READ)[1])
    officer.is_active = False
    officer.save(update_fields=["is_active"])

    assert call("get", TOYS).status_code == 401


def test_it_opens_nothing_the_minute_its_owner_loses_the_role(make, calls, officer):
    call = calls(make(officer, READ)[1])
    assert call("get", TOYS).status_code == 200
    Membership.objects.filter(user=officer).update(
        valid_to=timezone.localdate() - timedelta(days=1)
    )

    assert call("get", TOYS).status_code == 403


def test_it_is_dead_when_it_expired_or_was_revoked(make, calls, officer):
    old, old_secret = make(officer, READ)
    Token.objects.filter(pk=old.pk).update(
        created_at=timezone.now() - timedelta(days=2), expires_at=timezone.now()
    )
    revoked, revoked_secret = make(officer, READ)
    actions.revoke(revoked, by=officer)

    for secret in (old_secret, revoked_secret):
        assert calls(secret)("get", TOYS).status_code == 401


@pytest.mark.parametrize(
    "secret",
    ["", "x", "crb_" + "0" * 49, pytest.param(new_secret(), id="well formed"), "é", "\x00"],
)
def test_a_wrong_token_is_refused_even_where_guests_read(calls, db, secret):
    answer = calls(secret)("get", f"{ROOT}/units")

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]


def test_with_a_token_the_session_is_not_looked_at(make, secretary, officer, unit):
    _token, secret = make(officer, READ)
    browser = Client()
    browser.force_login(secretary)

    told = browser.get(f"{TOYS}?count=true", headers={"Authorization": f"Bearer {secret}"})
    wrong = browser.get(TOYS, headers={"Authorization": "Bearer crb_x"})

    assert (told.status_code, wrong.status_code) == (200, 401)
    toy = a_toy(unit, nik="3209011234567890")
    answer = browser.get(f"{TOYS}/{toy.pk}", headers={"Authorization": f"Bearer {secret}"})
    assert answer.json()["nik"].startswith("•"), "the secretary of the session would see it"


@pytest.mark.parametrize("cookie", ["x" * 60, "the secretary's"])
def test_a_cookie_beside_a_token_is_nobodys_session(make, secretary, officer, cookie):
    _token, secret = make(officer, READ)
    signed_in = Client()
    signed_in.force_login(secretary)
    key = signed_in.session.session_key if cookie == "the secretary's" else cookie
    browser = Client(headers={"Authorization": f"Bearer {secret}"})
    browser.cookies["caruban_session"] = key

    assert browser.get(TOYS).status_code == 200

    assert not UserSession.objects.filter(user=officer).exists()


def test_no_page_opens_with_a_token(make, secretary):
    _token, secret = make(secretary, WRITE, READ)
    browser = Client(headers={"Authorization": f"Bearer {secret}"})

    for name in ("account", "tokens:own", "tokens:make", "workspace"):
        answer = browser.get(reverse(name))
        assert (answer.status_code, answer["Location"][:7]) == (302, "/masuk/"), name
    assert browser.get("/data/mainan/").status_code == 302


def test_a_session_alone_still_needs_the_csrf_token(officer, unit):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)

    answer = browser.post(TOYS, new(unit), content_type="application/json")

    assert answer.status_code == 403
    assert not Toy.objects.exists()


def test_the_last_use_is_written_at_most_once_a_minute(make, calls, officer):
    token, secret = make(officer, READ)
    call = calls(secret)
    call("get", TOYS)
    first = TokenUse.objects.get(token=token)
    call("get", TOYS)
    again = TokenUse.objects.get(token=token)

    assert (first.address, again.at) == ("127.0.0.1", first.at)
    TokenUse.objects.update(at=first.at - timedelta(minutes=2))
    call("get", TOYS)
    assert TokenUse.objects.get(token=token).at > first.at
    assert Token.objects.get().version == 1, "using it is no change of it"


def test_the_secret_stands_nowhere_in_the_database(make, calls, officer):
    _token, secret = make(officer, READ)
    calls(secret)("get", TOYS)
    calls(secret)("post", TOYS, {}, Idempotency_Key="a")

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            question = f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s'
            cursor.execute(question, [f"%{secret[4:40]}%"])
            assert cursor.fetchone() == (0,), table
        cursor.execute("SELECT count(*) FROM history_change WHERE after::text LIKE '%digest%'")
        assert cursor.fetchone() == (0,), "not even its hash enters the history"


def test_the_secret_reaches_no_line_of_the_log(make, calls, officer, caplog):
    _token, secret = make(officer, READ)
    caplog.set_level("DEBUG")

    calls(secret)("get", f"{TOYS}?colour=red")
    calls(secret)("post", TOYS, {})
    calls(secret + "x")("get", TOYS)

    assert caplog.records
    assert secret[4:] not in caplog.text
