"""Migrations run beside those who work: they wait shortly, let go, and try again."""

import threading
import time
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection

from caruban.config import preparation
from caruban.config.archive.database import connected
from caruban.config.problems import Problem
from caruban.config.waiting import limit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _tomorrow(settings, monkeypatch, transactional_db):
    """Lack one migration, which wants a table; take back what it did."""
    settings.MIGRATION_MODULES = {"tiles": "tests.config.migrations_of_tomorrow"}
    monkeypatch.setattr(preparation, "LOCKS", "300ms")
    monkeypatch.setattr(preparation, "PAUSES", (0.2, 0.2))
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE operations_total DROP COLUMN IF EXISTS tomorrow")
        cursor.execute("DELETE FROM django_migrations WHERE app = 'tiles'")


@contextmanager
def a_reader_who_stays():
    """Have somebody read the table in a transaction that stays open."""
    with connected() as reader, reader.transaction():
        reader.execute("SELECT * FROM operations_total")
        yield reader.info.backend_pid


def is_applied():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations WHERE app = 'tiles'")
        return cursor.fetchone() == (1,)


def test_a_migration_that_gets_its_table_is_applied(capsys):
    assert preparation.missing_migrations() == 1

    preparation.migrate()

    assert is_applied()
    assert preparation.missing_migrations() == 0


def test_a_migration_waits_for_whoever_reads_and_is_applied_afterwards(capsys):
    migrating = threading.Thread(target=_migrate_and_hang_up)
    with a_reader_who_stays():
        migrating.start()
        time.sleep(0.6)
    migrating.join(20)

    assert is_applied()
    assert "a table is in use" in capsys.readouterr().out


def test_nobody_stands_behind_a_migration_for_longer_than_it_waits(capsys):
    """PostgreSQL queues readers behind whoever waits for the whole table."""
    migrating = threading.Thread(target=_migrate_and_hang_up)
    with a_reader_who_stays():
        migrating.start()
        time.sleep(0.1)
        began = time.monotonic()
        with connected() as other:
            other.execute("SELECT * FROM operations_total")
        waited = time.monotonic() - began
    migrating.join(20)

    assert waited < 2


def _migrate_and_hang_up():
    try:
        preparation.migrate()
    finally:
        connection.close()


def test_a_migration_that_never_gets_its_table_says_who_holds_it(capsys):
    with (
        a_reader_who_stays() as reader,
        pytest.raises(Problem, match="cannot have its table") as problem,
    ):
        preparation.migrate()

    assert f"process {reader}" in str(problem.value)
    assert "caruban prepare again" in str(problem.value)
    assert len(str(problem.value).splitlines()) == 1
    assert not is_applied()


def test_afterwards_the_connection_is_as_it_was(capsys):
    before = how_long()

    preparation.migrate()

    assert how_long() == before


def how_long():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('lock_timeout'), current_setting('statement_timeout')"
        )
        return cursor.fetchone()


@pytest.fixture
def limited(monkeypatch):
    """Hold new connections of this process to limits, and let them go."""
    options = connection.settings_dict["OPTIONS"]
    monkeypatch.setitem(options, "options", "-c geqo=off")
    monkeypatch.setitem(options, "application_name", "")
    limit("caruban web", statement_timeout="200ms", idle_in_transaction_session_timeout="60s")


def test_a_page_asks_the_database_no_longer_than_it_may(limited):
    with connected() as one, pytest.raises(psycopg.errors.QueryCanceled):
        one.execute("SELECT pg_sleep(5)")


def test_limits_leave_other_options_and_give_the_process_its_name(limited):
    with connected() as one:
        told = one.execute(
            "SELECT current_setting('geqo'), current_setting('application_name'),"
            " current_setting('idle_in_transaction_session_timeout')"
        ).fetchone()

    assert told == ("off", "caruban web", "1min")
