"""The indexes that search stands on, made after each migration from what registers declare."""

import hashlib
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models import Model
from psycopg import sql

from caruban.kernel.registers.register import all_registers
from caruban.kernel.registers.search import own_columns

MARK = "_sought_"
KINDS = {
    "words": "USING gin (to_tsvector('indonesian', {text}))",
    "parts": "USING gin (lower({text}) gin_trgm_ops)",
}


def wanted() -> dict[str, dict[str, str]]:
    """Give, by table, the indexes that its registers want: name -> definition.

    A name tells its columns, so that another declaration asks for another index.
    """
    tables: dict[str, dict[str, str]] = {}
    for register in all_registers():
        if columns := own_columns(register):
            tables.setdefault(register.model._meta.db_table, {}).update(
                _indexes(register.model, columns)
            )
    return tables


def _indexes(model: type[Model], names: tuple[str, ...]) -> dict[str, str]:
    table = model._meta.db_table
    columns = [model._meta.get_field(name).column for name in names]  # type: ignore[union-attr]
    text = "(" + " || ' ' || ".join(f"COALESCE(\"{one}\", '')" for one in columns) + ")"
    mark = hashlib.sha256(text.encode()).hexdigest()[:8]
    return {
        f"{table[:36]}{MARK}{kind}_{mark}": definition.format(text=text)
        for kind, definition in KINDS.items()
    }


def install(sender: AppConfig, using: str = "default", **_kwargs: Any) -> None:
    """Make the indexes that are wanted and drop those that are no more; safe to run again."""
    if sender.label != "history":  # once a migrate, not once an app: it sees all tables then
        return
    with connections[using].cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        existing = set(connections[using].introspection.table_names(cursor))
        for table, indexes in wanted().items():
            if table in existing:
                _settle(cursor, table, indexes)


def _settle(cursor: Any, table: str, indexes: dict[str, str]) -> None:
    cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s", [table])
    there = {name for (name,) in cursor.fetchall() if MARK in name}
    for name in there - indexes.keys():
        cursor.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    for name in indexes.keys() - there:
        cursor.execute(f'CREATE INDEX "{name}" ON "{table}" {indexes[name]}')
