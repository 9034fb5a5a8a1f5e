"""Bring a backup back: documents first, then all rows in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection as django_connection
from django.db.migrations.executor import MigrationExecutor

from caruban.config.archive import database as db
from caruban.config.archive.backup import migrations
from caruban.config.archive.check import checked, entries, opened, unpacked
from caruban.config.archive.form import ArchiveError, Manifest, chunks
from caruban.kernel.documents import storage
from caruban.kernel.documents.actions import COLLECTING

PATIENCE = "30s"  # for tables that others hold
FILLED_BY_MIGRATE = frozenset({"django_migrations", "django_content_type", "auth_permission"})


def restore(path: Path, *, replace: bool = False) -> Manifest:
    """Put database and documents back as a backup holds them.

    replace   whether what the database holds now may go

    Raises ArchiveError, before anything is touched, for an archive that is broken, foreign or
    newer, for a database that holds something, and where documents cannot be stored. Killed or
    refused later, all is as it was.
    """
    manifest = checked(path)
    _ask_known(manifest)
    _prepare(manifest, replace=replace)
    with _documents(path, manifest), _one_transaction() as connection:
        _put_rows(connection, path, manifest)
    call_command("migrate", verbosity=0)  # an older backup comes up to date; triggers stand
    _drop_other_documents()
    return manifest


def _ask_known(manifest: Manifest) -> None:
    known = set(MigrationExecutor(django_connection).loader.disk_migrations)
    if unknown := set(manifest.migrations) - known:
        app, name = min(unknown)
        raise ArchiveError(
            f"the backup was made by a newer Caruban ({manifest.version}, {app}.{name}): "
            "update this one first"
        )


def _prepare(manifest: Manifest, *, replace: bool) -> None:
    """Bring the database's tables to where those of the backup were, if it holds nothing yet."""
    with db.connected(autocommit=True) as connection:
        shapes = db.tables(connection)
        applied = set(migrations(connection)) if "django_migrations" in shapes else set()
        rows = _tables_with_rows(connection, shapes)
    wanted = set(manifest.migrations)
    if rows and not replace:
        raise ArchiveError(
            "the database holds something; add --replace if all of it may be replaced"
        )
    if applied != wanted and (rows or not applied < wanted):
        raise ArchiveError(
            f"the database has other migrations than the backup (of Caruban {manifest.version}): "
            "restore it into an empty database, or run first: caruban manage migrate"
        )
    if applied != wanted:
        executor = MigrationExecutor(django_connection)
        leaves = executor.loader.graph.leaf_nodes()
        executor.migrate(leaves if wanted >= set(leaves) else _ends(executor, wanted))


def _ends(executor: MigrationExecutor, wanted: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give the migrations of a set that no other of the set comes after."""
    nodes = executor.loader.graph.node_map
    return [key for key in wanted if not {child.key for child in nodes[key].children} & wanted]


def _tables_with_rows(connection: db.Connection, shapes: dict[str, db.Shape]) -> list[str]:
    return [
        name for name in shapes if name not in FILLED_BY_MIGRATE and db.has_rows(connection, name)
    ]


@contextmanager
def _documents(path: Path, manifest: Manifest) -> Iterator[None]:
    """Write the documents before rows refer to them; take them back if the rows do not come."""
    new: list[str] = []
    try:
        try:
            new += [digest for digest in manifest.documents if not storage.exists(digest)]
            for name, size, content in entries(path):
                if name.startswith("documents/"):
                    storage.put(chunks(content), limit=size)
        except (storage.StoreAway, storage.NoRoom) as error:
            raise ArchiveError(f"documents cannot be stored: {error}") from error
        yield
    except BaseException:
        with suppress(storage.StoreAway):  # what has no row is collected a day later
            for digest in new:
                storage.delete(digest)
        raise


@contextmanager
def _one_transaction() -> Iterator[db.Connection]:
    with db.connected() as connection:
        connection.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        connection.execute("SELECT pg_advisory_xact_lock_shared(%s)", [COLLECTING])
        try:
            yield connection
        except psycopg.errors.LockNotAvailable as error:
            raise ArchiveError("the database is in use: stop web and worker first") from error


def _put_rows(connection: db.Connection, path: Path, manifest: Manifest) -> None:
    shapes = db.tables(connection)
    for table in manifest.tables:
        if table.name not in shapes or shapes[table.name].columns != table.columns:
            raise ArchiveError(f"table {table.name} has other columns here")
    triggers = db.quiet(connection)
    db.empty(connection, [table.name for table in manifest.tables])
    held = {table.name: table for table in manifest.tables}
    with opened(path) as entry:
        for name in db.in_order(connection, held):
            text = unpacked(entry(f"tables/{name}.copy.gz"))
            if db.copy_in(connection, name, held[name].columns, text) != held[name].rows:
                raise ArchiveError(f"table {name} did not come back whole")
    db.restart(connection, manifest.sequences)
    db.loud(connection, triggers)


def _drop_other_documents() -> None:
    """Remove the documents that were there before and that no row knows any more."""
    with db.connected() as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [COLLECTING])
        known = {row[0] for row in connection.execute("SELECT sha256 FROM documents_blob")}
        with suppress(storage.StoreAway):  # the rows are back; a worker collects these later
            for digest in set(storage.all_hashes()) - known:
                storage.delete(digest)
