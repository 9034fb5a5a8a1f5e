"""Tables, rows and sequences of a database, out and in, by COPY; any PostgreSQL, no programs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

import psycopg
from django.db import connection as django_connection
from psycopg import sql

Connection = psycopg.Connection[Any]

# what COPY writes must not depend on where it runs
PLAIN = """
SET client_encoding = 'UTF8'; SET timezone = 'UTC'; SET datestyle = 'ISO';
SET intervalstyle = 'postgres'; SET extra_float_digits = 1; SET bytea_output = 'hex';
"""
TABLES = """
SELECT c.relname,
       array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attgenerated = ''),
       coalesce((SELECT array_agg(k.attname::text ORDER BY array_position(i.indkey, k.attnum))
                   FROM pg_index i JOIN pg_attribute k
                     ON k.attrelid = c.oid AND k.attnum = ANY (i.indkey)
                  WHERE i.indrelid = c.oid AND i.indisprimary), '{}')
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
 GROUP BY c.oid, c.relname ORDER BY c.relname
"""
REFERENCES = """
SELECT a.relname, b.relname FROM pg_constraint f
  JOIN pg_class a ON a.oid = f.conrelid JOIN pg_class b ON b.oid = f.confrelid
 WHERE f.contype = 'f' AND NOT f.condeferrable AND a.oid <> b.oid
   AND a.relnamespace = current_schema()::regnamespace
"""
SEQUENCES = """
SELECT sequencename, increment_by FROM pg_sequences
 WHERE schemaname = current_schema() ORDER BY sequencename
"""
TRIGGERS = """
SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'
   AND c.relnamespace = current_schema()::regnamespace
"""


@dataclass(frozen=True)
class Shape:
    """A table of the database: its columns that hold data, and its primary key."""

    name: str
    columns: list[str]
    key: list[str]


def connected(*, autocommit: bool = False) -> Connection:
    """Open a connection of our own to Django's database, outside of its pool."""
    given = django_connection.get_connection_params()
    wanted = {name: given[name] for name in given if name not in {"cursor_factory", "context"}}
    connection: Connection = psycopg.connect(**wanted, autocommit=True)
    connection.execute(PLAIN)
    connection.autocommit = autocommit
    return connection


def tables(connection: Connection) -> dict[str, Shape]:
    """Give every table by name."""
    return {name: Shape(name, columns, key) for name, columns, key in connection.execute(TABLES)}


def sequences(connection: Connection) -> dict[str, int]:
    """Give the number that each sequence gives next."""
    return {
        name: _following(connection, name, step)
        for name, step in connection.execute(SEQUENCES).fetchall()
    }


def _following(connection: Connection, name: str, step: int) -> int:
    # the view pg_sequences does not tell 13, not given yet, from a sequence that was never used
    query = sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name))
    (last, given), *_none = connection.execute(query).fetchall()
    return int(last) + step * bool(given)


def copy_out(connection: Connection, shape: Shape) -> Iterator[bytes]:
    """Give a table's rows as COPY text, by primary key: the same rows are the same bytes."""
    query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        _names(shape.columns), sql.Identifier(shape.name), _names(shape.key or shape.columns)
    )
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        yield from (bytes(piece) for piece in copy)


def copy_in(connection: Connection, name: str, columns: list[str], text: Iterable[bytes]) -> int:
    """Put rows into a table; give how many."""
    query = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(name), _names(columns))
    with connection.cursor() as cursor:
        with cursor.copy(query) as copy:
            for piece in text:
                copy.write(piece)
        return cursor.rowcount


def in_order(connection: Connection, names: Iterable[str]) -> list[str]:
    """Give tables so that what a row refers to comes first, where that is asked at once."""
    wanted = set(names)
    sorter: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(sorted(wanted), ()))
    for table, needs in connection.execute(REFERENCES):
        if {table, needs} <= wanted:
            sorter.add(table, needs)
    return list(sorter.static_order())


def has_rows(connection: Connection, name: str) -> bool:
    """Say whether a table holds anything."""
    query = sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(name))
    row = connection.execute(query).fetchone()
    return bool(row and row[0])


def empty(connection: Connection, names: Iterable[str]) -> None:
    """Take all rows out of tables, in the transaction under way."""
    listed = sql.SQL(", ").join(sql.Identifier(name) for name in names)
    connection.execute(sql.SQL("TRUNCATE {}").format(listed))


def quiet(connection: Connection) -> list[tuple[str, str]]:
    """Switch off the triggers that are on; give them, for `loud`. Ends with a rollback too."""
    found = connection.execute(TRIGGERS).fetchall()
    for table, trigger in found:
        _switch(connection, "DISABLE", table, trigger)
    return found


def loud(connection: Connection, triggers: Iterable[tuple[str, str]]) -> None:
    """Switch triggers on again; what is still to be checked is checked now."""
    connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table, trigger in triggers:
        _switch(connection, "ENABLE", table, trigger)


def restart(connection: Connection, following: dict[str, int]) -> None:
    """Set what each sequence gives next; unlike setval, a rollback takes this back."""
    for name, value in following.items():
        connection.execute(
            sql.SQL("ALTER SEQUENCE {} RESTART WITH {}").format(
                sql.Identifier(name), sql.Literal(value)
            )
        )


def _switch(connection: Connection, verb: str, table: str, trigger: str) -> None:
    connection.execute(
        sql.SQL("ALTER TABLE {} " + verb + " TRIGGER {}").format(
            sql.Identifier(table), sql.Identifier(trigger)
        )
    )


def _names(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)
