"""Every setting, read once from the environment, typed, with what it means.

`docs/operations.md` lists exactly these; a test compares the two.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from os import environ
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

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
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_FORMATS = ("json", "text", "")


def _truth(raw: str) -> bool:
    return _TRUTHS[raw.lower()]


def _words(raw: str) -> list[str]:
    return [word.strip() for word in raw.split(",") if word.strip()]


def _positive(raw: str) -> int:
    number = int(raw)
    if number <= 0:
        raise ValueError(raw)
    return number


def _networks(raw: str) -> list[IPv4Network | IPv6Network]:
    return [ip_network(word) for word in _words(raw)]


def _hour(raw: str) -> int:
    return range(24).index(int(raw))


def _level(raw: str) -> str:
    return _LEVELS[_LEVELS.index(raw.upper())]


def _format(raw: str) -> str:
    return _FORMATS[_FORMATS.index(raw.lower())]


def _url(*schemes: str) -> Callable[[str], str]:
    def read(raw: str) -> str:
        parts = urlsplit(raw)
        if raw and not (parts.scheme in schemes and (parts.netloc or parts.scheme == "postgresql")):
            raise ValueError(raw)
        parts.port  # noqa: B018 (raises ValueError for a port that is none)
        return raw.rstrip("/")

    return read


def _database(raw: str) -> str:
    try:
        conninfo_to_dict(raw)
    except ProgrammingError as error:
        raise ValueError(raw) from error
    if raw and not raw.startswith(("postgresql://", "postgres://")):
        raise ValueError(raw)
    return raw


def _documents(raw: str) -> str:
    bucket = r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"  # S3's own rule for names
    if raw and not re.fullmatch(rf"{bucket}(/[\w!.*'()-]+)*/?", raw):
        raise ValueError(raw)
    return raw.rstrip("/")


def _credentials(raw: str) -> tuple[str, str]:
    if not raw:
        return "", ""
    key, secret = Path(raw).expanduser().read_text().split()
    return key, secret


_READERS: dict[str, Callable[[str], Any]] = {
    "text": str,
    "secret": str,
    "secrets, by commas": _words,
    "true or false": _truth,
    "positive number": _positive,
    "list, by commas": _words,
    "roles, by commas, or none": lambda raw: [] if raw.strip() == "none" else _words(raw) or None,
    "hour, 0 to 23": _hour,
    "networks, by commas": _networks,
    "host:port": address_of,
    "folder": lambda raw: Path(raw).expanduser().resolve(),
    "file with key and secret": _credentials,
    "s3://bucket/prefix": _documents,
    "log level": _level,
    "json or text": _format,
    "web address": _url("http", "https"),
    "PostgreSQL URL": _database,
    "mail server URL": _url("smtp", "smtps", "smtp+starttls"),
}
_TOLD_TO_NOBODY = {"secret", "secrets, by commas", "PostgreSQL URL", "mail server URL"}


def setting(name: str, kind: str, default: str, meaning: str) -> Any:
    """Declare a setting and give its value now.

    Raises SettingError when the environment holds something that `kind` cannot be.
    """
    VARIABLES[name] = Variable(name, kind, default, meaning)
    raw = environ.get(name, "") or default
    try:
        return _READERS[kind](raw)
    except (KeyError, ValueError, RuntimeError, OSError) as error:  # the last: "~somebody/folder"
        found = "" if kind in _TOLD_TO_NOBODY else f", not {raw!r}"
        raise SettingError(f"{name} takes a {kind}{found}") from error


DEMO: bool = setting(
    "CARUBAN_DEMO",
    "true or false",
    "false",
    "Demo mode: plain HTTP on loopback, role accounts and role switcher, living style guide.",
)
SECRET_KEY: str = setting(
    "CARUBAN_SECRET_KEY", "secret", "", "Signs sessions and links; 50 random characters or more."
)
SECRET_KEY_FALLBACKS: list[str] = setting(
    "CARUBAN_SECRET_KEY_FALLBACKS",
    "secrets, by commas",
    "",
    "Former secret keys, still accepted while sessions and links change over.",
)
DATABASE_URL: str = setting(
    "DATABASE_URL",
    "PostgreSQL URL",
    "",
    "PostgreSQL 15 or newer; unset: the embedded one runs for as long as it is needed.",
)
DATABASE_REPLICA_URL: str = setting(
    "DATABASE_REPLICA_URL",
    "PostgreSQL URL",
    "",
    "Streaming replica that lists, exports and public pages are read from; unset: none.",
)
REPLICA_LAG: int = setting(
    "CARUBAN_REPLICA_LAG",
    "positive number",
    "10",
    "Seconds that the replica may be behind; further behind, it is not read.",
)
DATABASE_POOL: int = setting(
    "CARUBAN_DATABASE_POOL", "positive number", "8", "Connections kept by each process."
)
STATEMENT_TIMEOUT: int = setting(
    "CARUBAN_STATEMENT_TIMEOUT",
    "positive number",
    "30",
    "Seconds that one question of a page to the database may take; jobs are not limited.",
)
IDLE_TIMEOUT: int = setting(
    "CARUBAN_IDLE_TIMEOUT",
    "positive number",
    "60",
    "Seconds that a page may leave a transaction open without a word, until it is ended.",
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
BIND: Address = setting(
    "CARUBAN_BIND",
    "host:port",
    "127.0.0.1:8000",
    "Address and port on which the web server listens.",
)
BASE_URL: str = (
    setting(
        "CARUBAN_BASE_URL",
        "web address",
        "",
        "Address of the site in mails and in the QR codes of reports; unset: where it listens.",
    )
    or f"http://{BIND}"
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
    "Trust X-Forwarded-Proto, X-Forwarded-For and X-Request-Id of the one proxy in front.",
)
EMAIL_URL: str = setting(
    "CARUBAN_EMAIL_URL",
    "mail server URL",
    "",
    "Mail server: smtp://user:password@host:port, or with smtps:// or smtp+starttls://;"
    " unset: no mail is sent.",
)
EMAIL_FROM: str = setting("CARUBAN_EMAIL_FROM", "text", "caruban@localhost", "Sender of the mails.")
DIGEST_HOUR: int = setting(
    "CARUBAN_DIGEST_HOUR",
    "hour, 0 to 23",
    "7",
    "Hour in Asia/Jakarta at which the daily mail about notices is sent.",
)
WEBHOOK_ALLOWED_NETWORKS: list[IPv4Network | IPv6Network] = setting(
    "CARUBAN_WEBHOOK_ALLOWED_NETWORKS",
    "networks, by commas",
    "",
    "Private networks that webhooks may go to, there without TLS too: 10.1.2.0/24; unset: none.",
)
CLAMD: str = setting(
    "CARUBAN_CLAMD",
    "text",
    "",
    "Virus scanner: host:port or the path of its socket; unset: documents are not scanned.",
)
UPLOAD_LIMIT_MB: int = setting(
    "CARUBAN_UPLOAD_LIMIT_MB", "positive number", "25", "Largest document, in megabytes."
)
DOCUMENTS: str = setting(
    "CARUBAN_DOCUMENTS",
    "s3://bucket/prefix",
    "",
    "Bucket of an S3-compatible store for documents; unset: the folder documents in"
    " CARUBAN_DATA_DIR.",
)
S3_ENDPOINT: str = setting(
    "CARUBAN_S3_ENDPOINT",
    "web address",
    "",
    "Address of the S3-compatible store; unset: Amazon's of the region.",
)
S3_REGION: str = setting("CARUBAN_S3_REGION", "text", "us-east-1", "Region of the bucket.")
S3_CREDENTIALS: tuple[str, str] = setting(
    "CARUBAN_S3_CREDENTIALS",
    "file with key and secret",
    "",
    "Two lines: access key and secret key; readable by the service alone.",
)
if DOCUMENTS and not all(S3_CREDENTIALS):
    raise SettingError("CARUBAN_DOCUMENTS names a bucket, so CARUBAN_S3_CREDENTIALS is needed")
MFA_ROLES: list[str] | None = setting(
    "CARUBAN_MFA_ROLES",
    "roles, by commas, or none",
    "",
    "Roles that must have a second step (app or passkey); unset: operator, in demo mode none.",
)
OIDC_ISSUER: str = setting(
    "CARUBAN_OIDC_ISSUER",
    "web address",
    "",
    "Issuer of an OpenID Connect provider by which people may sign in; unset: none.",
)
OIDC_NAME: str = setting(
    "CARUBAN_OIDC_NAME",
    "text",
    "SSO",
    "What people call that provider where they sign in.",
)
OIDC_CLIENT: str = setting(
    "CARUBAN_OIDC_CLIENT", "text", "", "Client ID that the provider gave this installation."
)
OIDC_SECRET: str = setting(
    "CARUBAN_OIDC_SECRET", "secret", "", "Client secret that the provider gave this installation."
)
OIDC_NEW_ACCOUNTS: bool = setting(
    "CARUBAN_OIDC_NEW_ACCOUNTS",
    "true or false",
    "false",
    "Whether who signs in there and has no account gets one, without any role.",
)
if OIDC_ISSUER and not (OIDC_CLIENT and OIDC_SECRET):
    raise SettingError("CARUBAN_OIDC_ISSUER needs CARUBAN_OIDC_CLIENT and CARUBAN_OIDC_SECRET")
if OIDC_ISSUER and not DEMO and not OIDC_ISSUER.startswith("https://"):
    raise SettingError("CARUBAN_OIDC_ISSUER must begin with https://")
INVITATION_DAYS: int = setting(
    "CARUBAN_INVITATION_DAYS",
    "positive number",
    "7",
    "Days that the link of an invitation is good for.",
)
LOG_LEVEL: str = setting("CARUBAN_LOG_LEVEL", "log level", "INFO", "DEBUG, INFO, WARNING or ERROR.")
LOG_FORMAT: str = setting(
    "CARUBAN_LOG_FORMAT",
    "json or text",
    "",
    "Lines of the log: json for machines, text for people; unset: json, but text in demo mode.",
) or ("text" if DEMO else "json")
METRICS_TOKEN: str = setting(
    "CARUBAN_METRICS_TOKEN",
    "secret",
    "",
    "Bearer token that opens /metrics to other machines; unset: this machine alone may read it.",
)
API_LIMIT: int = setting(
    "CARUBAN_API_LIMIT",
    "positive number",
    "600",
    "Requests per minute to the API that each token, and each person's session, may send.",
)
API_GUEST_LIMIT: int = setting(
    "CARUBAN_API_GUEST_LIMIT",
    "positive number",
    "120",
    "Requests per minute to the API from one address without a token or session.",
)
TOKEN_DAYS: int = setting(
    "CARUBAN_TOKEN_DAYS",
    "positive number",
    "365",
    "Days that a personal access token lasts at most.",
)
