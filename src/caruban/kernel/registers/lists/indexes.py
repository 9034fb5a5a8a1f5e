"""The indexes that lists stand on, made after each migration from what registers declare.

For each column that a list can be sorted or narrowed by: one that holds its order and, to tell
equal rows apart, the primary key; for the register's own order one of all its keys; for a text that
is searched in part one of trigrams; for a relation also the order of the names it is sorted by.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models import Model
from psycopg import sql

from caruban.kernel.registers.kinds import Described
from caruban.kernel.registers.lists.fields import can_order, heads_of, known, name_of
from caruban.kernel.registers.lists.filters import TEXTS
from caruban.kernel.registers.lists.keys import Key, keys_of
from caruban.kernel.registers.register import RegisterType, all_registers

MARK = "_listed_"
LARGE = 10_000  # rows; the index of a larger table is built while others write to it

Tables = dict[str, dict[str, str]]


def wanted() -> Tables:
    """Give, by table, the indexes that its registers want: name -> definition.

    A name tells the definition, so that another declaration asks for another index.
    """
    tables: Tables = {}
    for register in all_registers():
        for model, definition in _of(register):
            table = model._meta.db_table
            mark = hashlib.sha256(definition.encode()).hexdigest()[:8]
            tables.setdefault(table, {})[f"{table[:40]}{MARK}{mark}"] = definition
    return tables


def _of(register: RegisterType) -> Iterator[tuple[type[Model], str]]:
    model = register.model
    path = getattr(model, "organisation_path", None) or ""
    names = [*(head.name for head in heads_of(register)), *register.filters, path]
    for name in dict.fromkeys(filter(None, names)):
        field = known(register, name)
        if field is None or not field.is_own:
            continue
        if can_order(register, name):
            yield from _ordered(model, field)
        if field.kind in TEXTS and name in register.filters and name not in register.masked:
            yield model, f'USING gin (UPPER("{field.field.column}"::text) gin_trgm_ops)'
    yield from _own_order(register)


def _ordered(model: type[Model], field: Described) -> Iterator[tuple[type[Model], str]]:
    if not field.field.unique:
        yield model, _tree([(field.field.column, "")], model)
    if field.kind.is_related:
        of, name = field.related, name_of(field.related)
        column = of._meta.get_field(name if name != "pk" else of._meta.pk.name)
        if not getattr(column, "unique", False):
            yield of, _tree([(column.column, "")], of)  # type: ignore[union-attr]


def _own_order(register: RegisterType) -> Iterator[tuple[type[Model], str]]:
    """Give an index of the register's own order, where it has several columns of its own."""
    keys = keys_of(register, ())
    own = [key for key in keys if key.path != "pk"]
    if len(own) > 1 and not any("__" in key.path for key in own):
        yield register.model, _tree([_said(register, key) for key in own], register.model)


def _said(register: RegisterType, key: Key) -> tuple[Any, str]:
    column = register.model._meta.get_field(key.path).column  # type: ignore[union-attr]
    return column, (" DESC NULLS LAST" if key.nullable else " DESC") if key.descending else ""


def _tree(columns: Sequence[tuple[Any, str]], model: type[Model]) -> str:
    """Say an index of columns that ends with the primary key, running as the last of them does."""
    last = " DESC" if columns[-1][1] else ""
    parts = [f'"{name}"{way}' for name, way in [*columns, (model._meta.pk.column, last)]]
    return f"({', '.join(parts)})"


def install(sender: AppConfig, using: str = "default", **_kwargs: Any) -> None:
    """Make the indexes that are wanted and drop those that are no more; safe to run again."""
    if sender.label != "history":  # once a migrate, not once an app: it sees all tables then
        return
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        existing = set(connection.introspection.table_names(cursor))
        for table, indexes in wanted().items():
            if table in existing:
                _settle(cursor, table, indexes, can_wait=not connection.in_atomic_block)


def _settle(cursor: Any, table: str, indexes: dict[str, str], *, can_wait: bool) -> None:
    cursor.execute(
        "SELECT c.relname, i.indisvalid, t.reltuples FROM pg_index i"
        " JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid"
        " WHERE i.indrelid = %s::regclass",
        [f'"{table}"'],
    )
    there = cursor.fetchall()
    ours = {name: is_valid for name, is_valid, _rows in there if MARK in name}
    rows = max((rows for _name, _valid, rows in there), default=0)
    beside = "CONCURRENTLY " if can_wait and rows > LARGE else ""
    for name, is_valid in ours.items():
        if name not in indexes or not is_valid:  # one that lost its race is built again
            cursor.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    for name in indexes.keys() - {name for name, is_valid in ours.items() if is_valid}:
        cursor.execute(f'CREATE INDEX {beside}"{name}" ON "{table}" {indexes[name]}')
