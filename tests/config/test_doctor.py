"""`caruban doctor` says of each thing whether it is well, and what to do where it is not."""

import json
import os
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from caruban.config import environment, examination
from caruban.config.archive.backup import LAST
from tests.config.processes import KEY, place, run


@pytest.fixture
def data(tmp_path, monkeypatch, settings):
    monkeypatch.setattr(environment, "DATA_DIR", tmp_path)
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path


def looked(what, look):
    return examination._look(what, look)


def test_a_whole_house_is_told_line_by_line_and_ends_well_or_not():
    with place() as folder:
        ended = run(
            "doctor", CARUBAN_DEMO=1, CARUBAN_DATA_DIR=folder,
            DATABASE_URL=os.environ["DATABASE_URL"],
        )  # fmt: skip
    lines = dict(line.split(": ", 1) for line in ended.stdout.splitlines())
    assert lines["ok       database"].startswith("PostgreSQL ")
    assert lines["PROBLEM  static files"] == "not collected: run caruban prepare"
    assert ended.returncode == 1
    assert len(lines) == 13


def test_a_database_that_is_away_does_not_stop_the_look_at_the_rest():
    with place() as folder:
        ended = run(
            "doctor", CARUBAN_SECRET_KEY=KEY, CARUBAN_DATA_DIR=folder,
            DATABASE_URL="postgresql://x:hunter2@127.0.0.1:1/x",
        )  # fmt: skip
    assert "PROBLEM  database: the database does not answer" in ended.stdout
    assert "ok       disk" in ended.stdout
    assert "hunter2" not in ended.stdout
    assert (ended.returncode, ended.stderr) == (1, "")


def test_unsound_settings_are_one_line():
    ended = run("doctor", CARUBAN_DEMO="perhaps")
    assert ended.stdout.splitlines()[-1].startswith("PROBLEM  settings: CARUBAN_DEMO takes a true")
    assert ended.returncode == 1


def test_a_full_disk_is_told(data, monkeypatch):
    assert looked("disk", examination._disk).is_well
    usage = shutil.disk_usage(data)._replace(free=examination.LOW - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    assert "make room" in looked("disk", examination._disk).told


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("", "none is configured"),
        ("postgresql://x:hunter2@127.0.0.1:1/x", "does not answer"),
        ("the tests' own", "is no replica, or was promoted"),
    ],
)
def test_a_replica_that_is_away_or_none_is_told(monkeypatch, url, told):
    monkeypatch.setattr(environment, "SECRET_KEY", KEY)
    url = os.environ["DATABASE_URL"] if url == "the tests' own" else url
    monkeypatch.setattr(environment, "DATABASE_REPLICA_URL", url)
    found = looked("replica", examination._replica)
    assert (found.is_well, told in found.told, "hunter2" in found.told) == (not url, True, False)


@pytest.mark.django_db
def test_missing_migrations_are_told():
    assert looked("migrations", examination._migrations).is_well
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    assert looked("migrations", examination._migrations).told.endswith("run caruban prepare")


def test_a_store_of_documents_that_cannot_be_written_is_told(settings, tmp_path):
    settings.DOCUMENT_ROOT = tmp_path / "documents"
    assert looked("documents", examination._documents).is_well
    (tmp_path / "file").write_text("in the way")
    settings.DOCUMENT_ROOT = tmp_path / "file"
    assert "cannot be written" in looked("documents", examination._documents).told


def test_static_files_are_well_once_collected(data):
    assert not looked("static files", examination._static_files).is_well
    (data / "static").mkdir()
    (data / "static" / "staticfiles.json").write_text("{}")
    assert looked("static files", examination._static_files).is_well


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "is_well"), [(5, True), (15, False)])
def test_jobs_that_nobody_takes_are_told(minutes, is_well):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at)"
            " VALUES ('default', 'x', now() - %s * interval '1 minute')",
            [minutes],
        )
    assert looked("worker", examination._worker).is_well is is_well


def test_a_scanner_that_is_away_is_told(settings, monkeypatch):
    settings.CLAMD = "127.0.0.1:1"
    monkeypatch.setattr(environment, "CLAMD", settings.CLAMD)
    assert "127.0.0.1:1 does not answer" in looked("scanner", examination._scanner).told


def test_a_mail_server_that_is_away_is_told(settings, monkeypatch):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    monkeypatch.setattr(environment, "EMAIL_URL", "smtp://127.0.0.1:1")
    assert "mend CARUBAN_EMAIL_URL" in looked("mail", examination._mail).told


@pytest.mark.parametrize(("days", "is_well"), [(None, False), (1, True), (3, False)])
def test_a_backup_is_well_while_it_is_young(data, monkeypatch, days, is_well):
    monkeypatch.setattr(environment, "DEMO", False)
    if days is not None:
        made = datetime.now(UTC) - timedelta(days=days)
        (data / LAST).write_text(json.dumps({"at": made.isoformat()}))
    monkeypatch.setattr(environment, "SECRET_KEY", KEY)
    assert looked("backup", examination._backup).is_well is is_well
