"""A secret is made once, whole, and for its owner only."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from caruban.config.secret_files import kept_secret


def test_a_secret_is_made_once_and_read_by_its_owner_only(tmp_path):
    path = tmp_path / "new folder" / "key"
    made = kept_secret(path, 60)
    assert len(made) >= 60
    assert kept_secret(path, 60) == made
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["key"]


def test_two_installations_have_two_secrets(tmp_path):
    assert kept_secret(tmp_path / "a", 24) != kept_secret(tmp_path / "b", 24)


def test_the_remains_of_a_killed_attempt_do_not_count(tmp_path):
    (tmp_path / "key.0123456789abcdef").touch()
    assert kept_secret(tmp_path / "key", 24)


def test_all_who_ask_at_once_get_the_same(tmp_path, monkeypatch):
    gate, made = Barrier(4), secrets.token_urlsafe

    def at_once(length):
        gate.wait(10)  # all four found no file
        return made(length)

    monkeypatch.setattr(secrets, "token_urlsafe", at_once)
    with ThreadPoolExecutor(4) as pool:
        got = set(pool.map(lambda _: kept_secret(tmp_path / "key", 24), range(4)))
    assert got == {(tmp_path / "key").read_text()}
