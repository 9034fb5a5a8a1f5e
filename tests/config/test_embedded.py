"""The embedded database: one for all who use it, gone with the last, sound after any end."""

import os
import signal
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from caruban.config.servers.engine import EngineError, engine_for
from caruban.config.servers.postgres import restart, running
from tests.config.processes import place, processes_of, wait_until

pytestmark = pytest.mark.faults


@pytest.fixture
def folder():
    with place() as outer:
        yield outer / "postgres"
        wait_until(lambda: not processes_of(outer))


def postmaster(folder):
    return int((engine_for(folder).cluster / "postmaster.pid").read_text().split()[0])


def keep_a_row(url, text):
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (what text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [text])


def rows(url):
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("SELECT what FROM kept ORDER BY what")]


def test_whoever_comes_first_starts_it_and_it_leaves_with_the_last(folder):
    with running(folder) as first:
        keep_a_row(first, "a")
        with running(folder) as second:
            assert second == first
            assert rows(second) == ["a"]
        assert rows(first) == ["a"]
        assert processes_of(folder)
    wait_until(lambda: not processes_of(folder))
    with running(folder) as again:
        assert rows(again) == ["a"]


def test_many_who_come_at_once_share_one(folder):
    gate = threading.Barrier(4)

    def use(number):
        gate.wait()
        with running(folder) as url, psycopg.connect(url) as connection:
            gate.wait()
            return connection.execute("SELECT pg_postmaster_start_time()").fetchone()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(use, range(4)))) == 1


def test_only_its_account_can_open_socket_and_password(folder):
    with running(folder):
        engine = engine_for(folder)
        assert engine.socket.stat().st_mode & 0o077 == 0
        assert folder.with_suffix(".secret").stat().st_mode & 0o077 == 0
        assert engine.cluster.stat().st_mode & 0o077 == 0


def test_a_killed_server_is_started_again_with_all_that_it_acknowledged(folder):
    with running(folder) as url:
        keep_a_row(url, "before")
        os.kill(postmaster(folder), signal.SIGKILL)
        restart(folder)
        assert rows(url) == ["before"]


def test_a_leftover_pid_file_that_names_a_living_process_does_not_hinder(folder):
    with running(folder) as url:
        keep_a_row(url, "before")
        left = (engine_for(folder).cluster / "postmaster.pid").read_text()
    engine = engine_for(folder)
    with subprocess.Popen(["sleep", "60"], **engine.identity()) as living:
        pid_file = engine.cluster / "postmaster.pid"
        pid_file.write_text(left.replace(left.split()[0], str(living.pid), 1))
        engine.own(pid_file)
        pid_file.chmod(0o600)
        try:
            with running(folder) as url:
                assert rows(url) == ["before"]
        finally:
            living.kill()


def test_half_a_cluster_from_a_killed_start_is_made_anew(folder):
    unfinished = engine_for(folder).prepare()
    (unfinished / "PG_VERSION").write_text("18\n")
    with running(folder) as url:
        keep_a_row(url, "whole")


def test_a_lost_password_is_told_in_words(folder):
    with running(folder):
        pass
    folder.with_suffix(".secret").write_text("another")
    with (
        pytest.raises(EngineError, match=r"another password than its .secret file"),
        running(folder),
    ):
        pass
