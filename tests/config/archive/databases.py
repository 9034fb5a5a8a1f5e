"""What a database holds, read without the archive's own code; archives changed on purpose."""

import os
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.db import connection as django_connection

from caruban.config.archive import form

_numbers = count(1)


def connect(name: str = "", **options) -> psycopg.Connection:
    """Open a connection to the database of the tests, or to another one beside it."""
    return psycopg.connect(**(_place() | ({"dbname": name} if name else {})), **options)


@contextmanager
def an_empty_database() -> Iterator[str]:
    """Make a database without tables; give its name."""
    name = f"empty_{os.getpid()}_{next(_numbers)}"
    with connect(autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield name
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def caruban(*arguments: object, database: str, data: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        command(*arguments), env=environment(database, data), capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "caruban.config.cli", *map(str, arguments)]


def environment(database: str, data: Path) -> dict[str, str]:
    """Give the environment of a process that works on a database, with a data folder."""
    place = _place()
    url = (
        f"postgresql://{place['user']}:{quote(place['password'])}@/{database or place['dbname']}"
        f"?host={quote(place['host'], safe='')}"
    )
    return os.environ | {"DATABASE_URL": url, "CARUBAN_DATA_DIR": str(data), "CARUBAN_DEMO": "1"}


def everything(name: str = "") -> dict[str, object]:
    """Give every row of every table as text, what every sequence gives next, and the triggers."""
    with connect(name) as connection:
        tables = _first(connection, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        sequences = _first(
            connection, "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
        )
        triggers = connection.execute(
            "SELECT tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger "
            "WHERE NOT tgisinternal ORDER BY 1, 2"
        ).fetchall()
        rows = {
            table: _first(connection, f'SELECT t::text FROM "{table}" t ORDER BY 1')
            for table in tables
        }
        following = {
            name: connection.execute(
                f'SELECT last_value + CASE WHEN is_called THEN 1 ELSE 0 END FROM "{name}"'
            ).fetchone()
            for name in sequences
        }
    return {"rows": rows, "sequences": following, "triggers": triggers}


def files_below(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder, with its content."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Give an archive with other entries, properly sealed: what a faulty writer would make."""
    with tarfile.open(path, "r:") as tar:
        entries = {one.name: tar.extractfile(one).read() for one in tar}
    change(entries)
    changed = path.with_name("changed.caruban")
    with tarfile.open(changed, "w") as tar:
        for name, content in entries.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, BytesIO(content))
    seal = form.seal_of(changed)
    with changed.open("ab") as file:
        file.write(seal)
    return changed


def _first(connection: psycopg.Connection, query: str) -> list[str]:
    return [row[0] for row in connection.execute(query)]


def _place() -> dict[str, str]:
    given = django_connection.get_connection_params()
    return {name: given[name] for name in ("dbname", "user", "password", "host") if given.get(name)}
