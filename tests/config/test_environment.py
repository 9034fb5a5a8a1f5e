"""A setting is read as what it is, or refused in one line that names it."""

import pytest

from caruban.config.environment import VARIABLES, SettingError, setting
from caruban.config.servers.address import Address, address_of


@pytest.fixture
def read(monkeypatch):
    """Give what a variable of a kind is read as."""

    def value(kind, raw):
        monkeypatch.setenv("CARUBAN_TRIED", raw)
        monkeypatch.setattr("caruban.config.environment.VARIABLES", dict(VARIABLES))
        return setting("CARUBAN_TRIED", kind, "", "what a test tries")

    return value


@pytest.mark.parametrize(
    ("kind", "raw", "read_as"),
    [
        ("true or false", "Yes", True),
        ("true or false", "0", False),
        ("positive number", "12", 12),
        ("list, by commas", " a, ,b ", ["a", "b"]),
        ("host:port", "127.0.0.1:81", Address("127.0.0.1", 81)),
        ("host:port", "[::1]:81", Address("::1", 81)),
        ("log level", "debug", "DEBUG"),
        ("web address", "https://spbe.example.go.id/", "https://spbe.example.go.id"),
        (
            "PostgreSQL URL",
            "postgresql:///caruban?host=/run/pg",
            "postgresql:///caruban?host=/run/pg",
        ),
        (
            "PostgreSQL URL",
            "postgresql://u:p@a:5432,b:5433/c?target_session_attrs=read-write",
            "postgresql://u:p@a:5432,b:5433/c?target_session_attrs=read-write",
        ),
        ("mail server URL", "smtp+starttls://u:p@mail:587", "smtp+starttls://u:p@mail:587"),
    ],
)
def test_a_sound_value_is_read_as_what_it_is(read, kind, raw, read_as):
    assert read(kind, raw) == read_as


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("true or false", "maybe"),
        ("positive number", "0"),
        ("positive number", "-3"),
        ("positive number", "many"),
        ("host:port", "8000"),
        ("host:port", "localhost:0"),
        ("host:port", "localhost:65536"),
        ("log level", "LOUD"),
        ("folder", "~nobody-of-this-name/x"),
        ("web address", "spbe.example.go.id"),
        ("web address", "https://host:port"),
        ("PostgreSQL URL", "mysql://localhost/caruban"),
        ("PostgreSQL URL", "nonsense"),
        ("mail server URL", "mail.example.go.id"),
    ],
)
def test_an_unsound_value_is_refused_in_one_line_that_names_the_setting(read, kind, raw):
    with pytest.raises(SettingError, match="CARUBAN_TRIED takes a") as refusal:
        read(kind, raw)
    assert len(str(refusal.value).splitlines()) == 1


@pytest.mark.parametrize("kind", ["PostgreSQL URL", "mail server URL"])
def test_a_refused_value_that_may_hold_a_password_is_not_repeated(read, kind):
    with pytest.raises(SettingError) as refusal:
        read(kind, "ftp://caruban:hunter2@host/")
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "[::1]", "localhost"])
def test_loopback_is_known(host):
    assert address_of(f"{host}:80").is_loopback


@pytest.mark.parametrize("host", ["0.0.0.0", "[::]", "192.168.1.2", "spbe.example.go.id"])
def test_what_others_reach_is_not_loopback(host):
    assert not address_of(f"{host}:80").is_loopback
