"""What a model refuses, asked for many records at once: few queries, and the model's own words.

`full_clean` asks the database several questions for each record. Here it is asked once for all
which of them a constraint may refuse; only those are then asked one by one, for the sentence.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import (
    BigAutoField,
    BooleanField,
    CharField,
    CheckConstraint,
    DateField,
    DateTimeField,
    EmailField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    PositiveIntegerField,
    TextField,
    UniqueConstraint,
    URLField,
)
from psycopg import sql

from caruban.kernel.errors import sentences_of
from caruban.kernel.records import Record
from caruban.kernel.registers.once import once

PLAIN = (str, int, float, Decimal, date, UUID)  # a datetime is a date, a bool an int
AS_THEY_ARE = frozenset(  # the database takes their values without further ado
    {BigAutoField, BooleanField, CharField, DateField, DateTimeField, EmailField, ForeignKey}
    | {IntegerField, PositiveIntegerField, TextField, URLField}
)
Wrongs = list[tuple[str, str]]  # field ("" for the whole record), sentence


def wrongs_of(records: Sequence[Record]) -> dict[int, Wrongs]:
    """Give what `full_clean` refuses of records of one model, by their place among them.

    That two of the records contradict each other is not seen here, but by the table.
    """
    found = {}
    for place in suspects(records):
        try:
            records[place].full_clean()
        except ValidationError as error:
            found[place] = sentences(error)
    return found


def sentences(error: ValidationError) -> Wrongs:
    """Give each sentence of an error with the field that it belongs to."""
    return [(field, said) for field, many in sentences_of(error).items() for said in many]


def suspects(records: Sequence[Record]) -> list[int]:
    """Give the places of those records that their model, or a constraint, may refuse, in order."""
    if not records or not is_understood(type(records[0])):
        return list(range(len(records)))
    wrong = {place for place, record in enumerate(records) if not _is_sound(record)}
    sound = [place for place in range(len(records)) if place not in wrong]
    wrong |= {sound[at] for at in _refused([records[place] for place in sound])}
    return sorted(wrong)


def _is_sound(record: Record) -> bool:
    """Say whether a record's values are right by themselves; its relations only that they are."""
    model = type(record)
    if any(getattr(record, one.attname) is None for one in _demanded(model)):
        return False
    try:
        record.clean_fields(exclude={one.name for one in _relations(model)})
        record.clean()
    except ValidationError:
        return False
    return True


def _refused(records: Sequence[Record]) -> set[int]:
    """Give the places of the records that a constraint of their table refuses."""
    if not records:
        return set()
    model, found = type(records[0]), set()
    questions = [*_check_questions(model), *_unique_questions(model)]
    told = json.dumps([plain_row(record) for record in records]) if questions else ""
    with connection.cursor() as cursor:
        for question in questions:
            cursor.execute(question, [told])
            found |= {number - 1 for (number,) in cursor.fetchall()}
    return found


@once
def is_understood(model: type[Record]) -> bool:
    """Say whether every constraint of a model can be asked for many records at once."""
    by_date = any(
        getattr(one, f"unique_for_{span}")
        for one in model._meta.concrete_fields
        for span in ("date", "month", "year")
    )
    return not by_date and all(
        isinstance(one, CheckConstraint) or _is_plain_unique(one) for one in model._meta.constraints
    )


@once
def unique_sets(model: type[Record]) -> tuple[tuple[str, ...], ...]:
    """Give the sets of fields that tell records apart, the primary key left out."""
    single = [(one.name,) for one in model._meta.concrete_fields if one.unique]
    plain = [
        tuple(one.fields)
        for one in model._meta.constraints
        if isinstance(one, UniqueConstraint) and _is_plain_unique(one)
    ]
    together = [tuple(names) for names in model._meta.unique_together]
    primary = (model._meta.pk.name,) if model._meta.pk else ()
    return tuple(names for names in (*single, *plain, *together) if names != primary)


def _is_plain_unique(constraint: Any) -> bool:
    return (
        isinstance(constraint, UniqueConstraint)
        and bool(constraint.fields)
        and constraint.condition is None
        and constraint.nulls_distinct is not False
    )


@once
def _relations(model: type[Record]) -> "tuple[ForeignKey[Any, Any], ...]":
    """Give the relations, whose own check asks the database for each record."""
    return tuple(one for one in model._meta.concrete_fields if isinstance(one, ForeignKey))


@once
def _demanded(model: type[Record]) -> "tuple[ForeignKey[Any, Any], ...]":
    return tuple(one for one in _relations(model) if not one.null)


def plain_row(record: Model) -> dict[str, Any]:
    """Give the columns of a record as JSON has them; what JSON lacks is left out."""
    found: dict[str, Any] = {}
    for column, attribute, field in _columns(type(record)):
        value = getattr(record, attribute)
        if field is not None and value is not None:
            value = field.get_db_prep_save(value, connection)
        if value is None or isinstance(value, bool | int | str):
            found[column] = value
        elif isinstance(value, PLAIN):
            found[column] = str(value)
    return found


@once
def _columns(model: type[Model]) -> "tuple[tuple[str, str, Field[Any, Any] | None], ...]":
    """Give column, attribute, and the field where it has a way of its own to write a value."""
    return tuple(
        (str(one.column), one.attname, None if type(one) in AS_THEY_ARE else one)
        for one in model._meta.concrete_fields
    )


@once
def _check_questions(model: type[Record]) -> tuple[sql.Composed, ...]:
    """Give, for each check, the question which of the given rows it refuses."""
    editor = connection.schema_editor()
    checks = [one for one in model._meta.constraints if isinstance(one, CheckConstraint)]
    return tuple(
        sql.SQL("SELECT ordinality FROM {rows} WHERE NOT ({check})").format(
            rows=_rows(model), check=_condition(str(one.constraint_sql(model, editor)))
        )
        for one in checks
    )


def _condition(definition: str) -> sql.SQL:
    """Give the condition in the definition of a check, which Django wrote with its values in it."""
    condition = definition.split(" CHECK ", 1)[1]
    return sql.SQL(condition.replace("%", "%%"))


@once
def _unique_questions(model: type[Record]) -> tuple[sql.Composed, ...]:
    return tuple(_unique_question(model, names) for names in unique_sets(model))


def _unique_question(model: type[Record], names: tuple[str, ...]) -> sql.Composed:
    """Give the question which of the given rows say what another record says already."""
    mine = sql.Identifier(model._meta.db_table)
    columns = [sql.Identifier(str(model._meta.get_field(one).column)) for one in names]  # type: ignore[union-attr]
    return sql.SQL(
        "SELECT ordinality FROM {rows} JOIN {mine} AS other ON {same} "
        "WHERE other.id IS DISTINCT FROM {mine}.id"
    ).format(
        rows=_rows(model),
        mine=mine,
        same=sql.SQL(" AND ").join(
            sql.SQL("other.{column} = {mine}.{column}").format(column=column, mine=mine)
            for column in columns
        ),
    )


def _rows(model: type[Record]) -> sql.Composed:
    """Give rows of JSON as rows of the table, under its own name, each with its number."""
    return sql.SQL(
        "jsonb_populate_recordset(NULL::{table}, %s::jsonb) WITH ORDINALITY AS {table}"
    ).format(table=sql.Identifier(model._meta.db_table))


def each_unique(record: Record) -> Iterator[tuple[tuple[str, ...], tuple[Any, ...]]]:
    """Give what tells a record apart: fields and values; sets with an empty value tell nothing."""
    for names in unique_sets(type(record)):
        fields = [record._meta.get_field(one) for one in names]
        values = tuple(getattr(record, one.attname) for one in fields)  # type: ignore[union-attr]
        if None not in values:
            yield names, values
