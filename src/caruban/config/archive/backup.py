"""Write a backup: one snapshot of the database and every document that it refers to."""

import gzip
import hashlib
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO

from django.conf import settings

from caruban.config.archive import database as db
from caruban.config.archive import form
from caruban.config.archive.form import ArchiveError, Manifest, Table
from caruban.kernel.documents import storage
from caruban.kernel.documents.actions import COLLECTING
from caruban.kernel.operations.models import Sign
from caruban.kernel.operations.signs import note, reason_of

LAST = "last-backup.json"  # in the data folder; `caruban doctor` reads it


def backup(target: Path) -> Manifest:
    """Write a backup to a file, whole or not at all, and note for the operator how it went.

    Raises ArchiveError when it cannot be written or a document is damaged; whatever was at
    `target` before is then still there.
    """
    try:
        manifest = _backup(target)
    except ArchiveError as error:
        note(Sign.Kind.BACKUP, is_well=False, told=reason_of(error), file=str(target.resolve()))
        raise
    note(
        Sign.Kind.BACKUP,
        is_well=True,
        file=str(target.resolve()),
        bytes=target.stat().st_size,
        rows=manifest.rows,
        documents=len(manifest.documents),
    )
    return manifest


def _backup(target: Path) -> Manifest:
    try:
        with _whole(target) as file:
            manifest = _write(file, target.parent)
        _note(target, manifest)
    except storage.StoreAway as error:
        raise ArchiveError(f"documents cannot be read: {error}") from error
    except OSError as error:
        raise ArchiveError(f"{target} cannot be written: {error.strerror or error}") from error
    return manifest


@contextmanager
def _whole(target: Path) -> Iterator[IO[bytes]]:
    """Give a file that takes the target's place only when all of it is on the disk."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            file.write(form.seal_of(unfinished))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
        storage.sync_folder(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _write(file: IO[bytes], folder: Path) -> Manifest:
    with (
        _snapshot() as connection,
        tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        form.add(tar, form.HEAD, form.head())
        shapes = db.tables(connection)
        tables = [_add_table(tar, connection, shape, folder) for shape in shapes.values()]
        documents = _add_documents(tar, connection) if "documents_blob" in shapes else {}
        manifest = Manifest(
            format=form.FORMAT,
            version=version("caruban"),
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            migrations=migrations(connection),
            tables=tables,
            sequences=db.sequences(connection),
            documents=documents,
        )
        form.add(tar, form.MANIFEST, manifest.written())
    return manifest


@contextmanager
def _snapshot() -> Iterator[db.Connection]:
    """Give one moment of the database; no document is collected while it lasts.

    The lock comes before the snapshot: what is collected before it is not in the snapshot.
    """
    with db.connected(autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock_shared(%s)", [COLLECTING])
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield connection


def migrations(connection: db.Connection) -> list[tuple[str, str]]:
    """Give the migrations that a database had. Raises ArchiveError where it has none."""
    if "django_migrations" not in db.tables(connection):
        raise ArchiveError("the database is empty: there is nothing to back up")
    return connection.execute(
        "SELECT app, name FROM django_migrations ORDER BY app, name"
    ).fetchall()


def _add_table(
    tar: tarfile.TarFile, connection: db.Connection, shape: db.Shape, folder: Path
) -> Table:
    """Add a table; `folder` takes what of it does not fit in memory meanwhile."""
    digest, rows, size = hashlib.sha256(), 0, 0
    with tempfile.TemporaryFile(dir=folder) as spool:
        with gzip.GzipFile(fileobj=spool, mode="wb", mtime=0, compresslevel=4) as packed:
            for piece in db.copy_out(connection, shape):
                digest.update(piece)
                rows += piece.count(b"\n")  # COPY writes a line break inside a value as \n
                size += len(piece)
                packed.write(piece)
        length = spool.tell()
        spool.seek(0)
        form.add(tar, f"tables/{shape.name}.copy.gz", spool, length)
    return Table(shape.name, shape.columns, rows, size, digest.hexdigest())


def _add_documents(tar: tarfile.TarFile, connection: db.Connection) -> dict[str, int]:
    held = connection.execute("SELECT sha256, size FROM documents_blob ORDER BY sha256").fetchall()
    for digest, size in held:
        try:
            with storage.open_file(digest) as file:
                _check(digest, size, file)
                file.seek(0)
                form.add(tar, f"documents/{digest}", file, size)
        except FileNotFoundError as error:
            raise ArchiveError(f"the content of document {digest} is missing") from error
    return dict(held)


def _check(digest: str, size: int, file: IO[bytes]) -> None:
    found = hashlib.sha256()
    for piece in form.chunks(file):
        found.update(piece)
    if found.hexdigest() != digest or file.tell() != size:
        raise ArchiveError(f"the content of document {digest} is damaged")


def _note(target: Path, manifest: Manifest) -> None:
    told = {"at": manifest.made_at, "file": str(target.resolve()), "bytes": target.stat().st_size}
    place = Path(settings.DATA_DIR) / LAST
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_suffix(".partial")
    unfinished.write_text(json.dumps(told))
    unfinished.replace(place)
