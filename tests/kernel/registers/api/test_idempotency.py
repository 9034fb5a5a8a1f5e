"""A change with an Idempotency-Key is done once, whatever is lost on the way."""

import os
import subprocess
import sys
from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from caruban.kernel.registers.api.idempotency import keeping
from caruban.kernel.registers.api.models import KeptAnswer
from tests.kernel.registers.api.calling import TOYS
from tests.toys.factories import a_toy
from tests.toys.models import Toy

pytestmark = pytest.mark.django_db
KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


def new(unit, **more):
    return {"code": "K-1", "name": "Kuda", "organisation": unit.pk} | more


@pytest.fixture
def call(calls, officer):
    return calls(officer)


@pytest.mark.parametrize("again", [KEY, f'"{KEY}"'])
def test_the_same_request_is_done_once_and_answered_alike(call, unit, again):
    first = call("post", TOYS, new(unit), Idempotency_Key=KEY)
    second = call("post", TOYS, new(unit), Idempotency_Key=again)

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.content == first.content
    assert (second["ETag"], second["Location"]) == (first["ETag"], first["Location"])
    assert ("Idempotent-Replayed" in first, second["Idempotent-Replayed"]) == (False, "true")
    assert Toy.objects.count() == 1


def test_a_change_and_a_removal_are_done_once_too(calls, secretary, unit):
    toy, call = a_toy(unit), calls(secretary)
    url = f"{TOYS}/{toy.pk}"

    changes = [
        call("patch", url, {"name": "x"}, If_Match='"1"', Idempotency_Key="a") for _ in range(2)
    ]
    removals = [call("delete", url, If_Match='"2"', Idempotency_Key="b") for _ in range(2)]

    assert [one.status_code for one in changes] == [200, 200]
    assert [one.status_code for one in removals] == [204, 204]
    assert changes[0].json() == changes[1].json()


def test_a_key_may_not_mean_something_else(call, unit):
    call("post", TOYS, new(unit), Idempotency_Key=KEY)

    other = call("post", TOYS, new(unit, code="K-2"), Idempotency_Key=KEY)
    elsewhere = call("post", "/api/v1/registers/makers", new(unit), Idempotency_Key=KEY)

    assert (other.status_code, elsewhere.status_code) == (422, 422)
    assert "kunci baru" in other.json()["detail"]
    assert Toy.objects.count() == 1


def test_keys_of_two_callers_have_nothing_to_do_with_each_other(calls, officer, head, unit):
    mine = calls(officer)("post", TOYS, new(unit), Idempotency_Key=KEY)
    theirs = calls(head)("post", TOYS, new(unit, code="K-2"), Idempotency_Key=KEY)

    assert (mine.status_code, theirs.status_code) == (201, 201)
    assert mine.json()["code"] not in theirs.text


def test_a_refusal_is_not_kept_and_leaves_nothing(call, unit):
    refused = call("post", TOYS, new(unit, amount=-1), Idempotency_Key=KEY)
    mended = call("post", TOYS, new(unit), Idempotency_Key=KEY)

    assert (refused.status_code, mended.status_code) == (422, 201)
    assert KeptAnswer.objects.count() == 1


def test_a_kept_answer_is_not_given_to_who_lost_the_right(call, officer, unit):
    from caruban.kernel.accounts.models import Membership

    call("post", TOYS, new(unit), Idempotency_Key=KEY)
    Membership.objects.filter(user=officer).update(role="leader")

    again = call("post", TOYS, new(unit), Idempotency_Key=KEY)

    assert again.status_code == 403
    assert "K-1" not in again.text


def test_after_a_day_the_key_is_new(call, unit):
    call("post", TOYS, new(unit), Idempotency_Key=KEY)
    KeptAnswer.objects.update(at=KeptAnswer.objects.get().at - timedelta(hours=24))

    later = call("post", TOYS, new(unit, code="K-2"), Idempotency_Key=KEY)

    assert later.status_code == 201
    assert keeping.forget() == 0
    KeptAnswer.objects.update(at=KeptAnswer.objects.get().at - timedelta(hours=24))
    assert keeping.forget() == 1


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "a b", '"', '"a', "é"])
def test_a_key_that_cannot_be_one_is_refused(call, unit, key):
    assert call("post", TOYS, new(unit), Idempotency_Key=key).status_code == 422
    assert not Toy.objects.exists()


def test_reads_and_guests_are_not_concerned(call, calls, unit):
    assert call("get", TOYS, Idempotency_Key="a b").status_code == 200
    assert calls()("post", TOYS, new(unit), Idempotency_Key=KEY).status_code == 401
    assert not KeptAnswer.objects.exists()


def database_url() -> str:
    given = connection.settings_dict
    return psycopg.conninfo.make_conninfo(
        dbname=given["NAME"],
        user=given["USER"],
        password=given["PASSWORD"],
        host=given["HOST"],
        port=given["PORT"],
    )


@pytest.mark.django_db(transaction=True)
def test_while_the_first_still_runs_the_second_is_told_to_wait(call, officer, unit):
    with psycopg.connect(database_url()) as other:
        other.execute(keeping.TRY_LOCK, [f"idempotency user:{officer.pk} {KEY}"])

        waiting = call("post", TOYS, new(unit), Idempotency_Key=KEY)

        assert (waiting.status_code, waiting["Retry-After"]) == (409, "1")
        assert not Toy.objects.exists()
    assert call("post", TOYS, new(unit), Idempotency_Key=KEY).status_code == 201


KILLED = """
import os, signal, sys, django
django.setup()
from django.conf import settings
from django.test import Client
from caruban.kernel.accounts.models import User
browser = Client(SERVER_NAME="localhost")
browser.force_login(User.objects.get(pk=int(sys.argv[1])))
settings.MIDDLEWARE = ["tests.kernel.registers.api.test_idempotency.dies", *settings.MIDDLEWARE]
browser.handler.load_middleware()
browser.post(sys.argv[2], sys.argv[3], content_type="application/json",
             headers={"Idempotency-Key": sys.argv[4]})
"""


def dies(get_response):
    """A middleware that is killed when the change is committed and the answer not yet sent."""
    import signal

    def answer(request):
        get_response(request)
        os.kill(os.getpid(), signal.SIGKILL)

    return answer


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_killed_between_commit_and_answer_the_change_is_found_done(call, officer, unit):
    import json

    given = connection.settings_dict
    url = "postgresql:///{NAME}?host={HOST}&port={PORT}&user={USER}&password={PASSWORD}"
    child = subprocess.run(
        [sys.executable, "-c", KILLED, str(officer.pk), TOYS, json.dumps(new(unit)), KEY],
        env={**os.environ, "DATABASE_URL": url.format(**given)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert child.returncode == -9, child.stderr
    assert Toy.objects.count() == 1

    again = call("post", TOYS, new(unit), Idempotency_Key=KEY)

    assert (again.status_code, again["Idempotent-Replayed"]) == (201, "true")
    assert again.json()["id"] == Toy.objects.get().pk
