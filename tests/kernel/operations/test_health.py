"""Probes answer at once whatever hangs, say what is ill, need neither session nor host name."""

import json
import threading
import time

import pytest
from django.db import connection
from django.test import Client

from caruban.kernel.operations import health
from caruban.kernel.operations.health import HEALTH, LIMIT, Finding, Health, Ill
from caruban.kernel.operations.middleware import PROBES

SECURE = {"SECURE_SSL_REDIRECT": True, "ALLOWED_HOSTS": ["spbe.example.go.id"], "DEMO": False}


@pytest.fixture(autouse=True)
def _seen_nothing(monkeypatch):
    """Look anew in every test."""
    monkeypatch.setattr(HEALTH, "_seen_at", float("-inf"))


@pytest.fixture
def alive(transactional_db):
    """Have a worker give a sign of life."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        number = cursor.fetchone()[0]
    yield number
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers WHERE id = %s", [number])


def ready():
    answer = Client().get("/health/ready")
    return answer.status_code, {
        name: one["ok"] for name, one in answer.json()["checks"].items()
    }  # fmt: skip


def test_alive_is_said_without_a_question_to_the_database():
    answer = Client().get("/health/live")  # without the mark django_db a question is an error

    assert (answer.status_code, answer.json()) == (200, {"status": "live"})


@pytest.mark.parametrize("path", sorted(PROBES))
def test_a_probe_is_asked_by_any_name_over_plain_http_and_leaves_no_cookie(settings, path, alive):
    for name, value in SECURE.items():
        setattr(settings, name, value)

    answer = Client().get(path, headers={"Host": "10.1.2.3"})

    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"


def test_a_probe_changes_nothing():
    assert Client().post("/health/live").status_code == 405


def test_all_is_well_when_database_migrations_documents_and_worker_are(alive):
    assert ready() == (
        200,
        {"database": True, "migrations": True, "documents": True, "worker": True},
    )


def test_without_a_worker_it_is_not_ready(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")  # of tests that killed theirs
    status, checks = ready()

    assert (status, checks["worker"], checks["database"]) == (503, False, True)


def test_a_worker_that_was_silent_for_long_is_none(alive):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'"
        )

    assert ready()[1]["worker"] is False


def test_a_store_that_cannot_be_written_is_told(alive, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.DOCUMENT_ROOT = tmp_path / "file" / "documents"

    status, checks = ready()

    assert (status, checks["documents"]) == (503, False)


def test_migrations_that_lack_are_told(alive, monkeypatch):
    known = health._known_migrations() | {("evaluation", "9999_of_tomorrow")}
    monkeypatch.setattr(health, "_known_migrations", lambda: known)

    assert ready()[1]["migrations"] is False


def test_a_database_that_is_away_is_told_without_its_address(settings, monkeypatch, db):
    here = connection.settings_dict
    monkeypatch.setitem(here, "HOST", "127.0.0.1")
    monkeypatch.setitem(here, "PORT", "1")
    began = time.monotonic()

    answer = Client().get("/health/ready")

    assert time.monotonic() - began < LIMIT + 1
    assert (answer.status_code, answer.json()["checks"]["database"]["ok"]) == (503, False)
    for secret in (here["PASSWORD"], here["USER"], "127.0.0.1"):
        assert secret not in answer.content.decode()


def test_a_look_that_hangs_costs_no_more_than_the_limit_and_is_not_begun_again(monkeypatch):
    monkeypatch.setattr(health, "LIMIT", 0.2)
    monkeypatch.setattr(health, "FRESH", 0.0)
    let_go, begun = threading.Event(), []

    def hanging():
        begun.append(1)
        let_go.wait(10)
        return "late"

    one = Health({"hanging": hanging, "quick": lambda: "well"})
    try:
        began = time.monotonic()
        first = one.findings()
        second = one.findings()
        took = time.monotonic() - began
    finally:
        let_go.set()

    assert took < 1
    assert (first["hanging"].is_well, first["quick"]) == (False, Finding(True, "well"))
    assert (second["hanging"].is_well, begun) == (False, [1])


def test_what_was_seen_holds_for_a_moment(monkeypatch):
    looked = []
    one = Health({"look": lambda: looked.append(1) or "well"})

    assert one.findings() is one.findings()
    assert looked == [1]


def test_what_is_ill_says_what_to_do():
    def ill():
        raise Ill("start caruban worker")

    assert Health({"one": ill}).findings()["one"] == Finding(False, "start caruban worker")


def test_the_answer_is_json(alive):
    assert json.loads(Client().get("/health/ready").content)["status"] == "ready"
