"""Every setting, read once from the environment, typed, with what it means.

`docs/operations.md` lists exactly these; a test compares the two.
"""

from collections.abc import Callable
from dataclasses import dataclass
from os import environ
from pathlib import Path
from typing import Any

from caruban.config.servers.address import Address, address_of


class SettingError(ValueError):
    """A setting has a value that it cannot have; the message names it and says what it takes."""


@dataclass(frozen=True)
class Variable:
    """One setting: its name in the environment, what it is when unset, and what it does."""

    name: str
    kind: str
    default: str
    meaning: str


VARIABLES: dict[str, Variable] = {}

_TRUTHS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def _truth(raw: str) -> bool:
    return _TRUTHS[raw.lower()]


def _words(raw: str) -> list[str]:
    return [word.strip() for word in raw.split(",") if word.strip()]


def _positive(raw: str) -> int:
    number = int(raw)
    if number <= 0:
        raise ValueError(raw)
    return number


_READERS: dict[str, Callable[[str], Any]] = {
    "text": str,
    "true or false": _truth,
    "positive number": _positive,
    "list, by commas": _words,
    "host:port": address_of,
    "folder": lambda raw: Path(raw).expanduser().resolve(),
}


def setting(name: str, kind: str, default: str, meaning: str) -> Any:
    """Declare a setting and give its value now.

    Raises SettingError when the environment holds something that `kind` cannot be.
    """
    VARIABLES[name] = Variable(name, kind, default, meaning)
    raw = environ.get(name, "") or default
    try:
        return _READERS[kind](raw)
    except (KeyError, ValueError) as error:
        raise SettingError(f"{name} takes a {kind}, not {raw!r}") from error


DEMO: bool = setting(
    "CARUBAN_DEMO",
    "true or false",
    "false",
    "Demo mode: plain HTTP on loopback, role accounts and role switcher, living style guide.",
)
SECRET_KEY: str = setting(
    "CARUBAN_SECRET_KEY", "text", "", "Signs sessions and links; 50 random characters or more."
)
SECRET_KEY_FALLBACKS: list[str] = setting(
    "CARUBAN_SECRET_KEY_FALLBACKS",
    "list, by commas",
    "",
    "Former secret keys, still accepted while sessions and links change over.",
)
DATABASE_URL: str = setting(
    "DATABASE_URL",
    "text",
    "postgresql:///caruban",
    "PostgreSQL 15 or newer; `serve` starts the embedded one when it is unset.",
)
DATABASE_POOL: int = setting(
    "CARUBAN_DATABASE_POOL", "positive number", "8", "Connections kept by each process."
)
DATA_DIR: Path = setting(
    "CARUBAN_DATA_DIR",
    "folder",
    "var",
    "Documents, static files, and the embedded database with its secrets.",
)
ALLOWED_HOSTS: list[str] = setting(
    "CARUBAN_ALLOWED_HOSTS",
    "list, by commas",
    "127.0.0.1,localhost",
    "Host names under which the site is reached.",
)
BASE_URL: str = setting(
    "CARUBAN_BASE_URL",
    "text",
    "http://127.0.0.1:8000",
    "Address of the site in mails and in the QR codes of reports.",
)
BIND: Address = setting(
    "CARUBAN_BIND", "host:port", "127.0.0.1:8000", "Address and port on which `web` listens."
)
WEB_WORKERS: int = setting(
    "CARUBAN_WEB_WORKERS", "positive number", "2", "Web processes; one per core is a good start."
)
WORKER_CONCURRENCY: int = setting(
    "CARUBAN_WORKER_CONCURRENCY", "positive number", "2", "Jobs that one worker runs side by side."
)
BEHIND_PROXY: bool = setting(
    "CARUBAN_BEHIND_PROXY",
    "true or false",
    "false",
    "Trust X-Forwarded-Proto and X-Forwarded-For of the one proxy in front.",
)
EMAIL_URL: str = setting(
    "CARUBAN_EMAIL_URL",
    "text",
    "",
    "Mail server, smtp://user:password@host:port (smtps:// for TLS); unset: no mail is sent.",
)
EMAIL_FROM: str = setting("CARUBAN_EMAIL_FROM", "text", "caruban@localhost", "Sender of the mails.")
CLAMD: str = setting(
    "CARUBAN_CLAMD",
    "text",
    "",
    "Virus scanner: host:port or the path of its socket; unset: documents are not scanned.",
)
UPLOAD_LIMIT_MB: int = setting(
    "CARUBAN_UPLOAD_LIMIT_MB", "positive number", "25", "Largest document, in megabytes."
)
LOG_LEVEL: str = setting("CARUBAN_LOG_LEVEL", "text", "INFO", "DEBUG, INFO, WARNING or ERROR.")
