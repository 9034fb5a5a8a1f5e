"""The verbs of a register for many records at once: few queries, the same rules for each.

What `actions.create` and `actions.change` ask is asked for every row: the fields that the form
has, relations that its actor may see, the model's own refusals, the permission at the record's own
organisation, before and after, and the version that an edit started from. Either all rows are
saved or none. History is kept as always; of the events, whoever calls emits one for the whole.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg import sql

from caruban.kernel.access import has_several_places, may
from caruban.kernel.actions import acting
from caruban.kernel.actors import Actor
from caruban.kernel.errors import Refused, Stale
from caruban.kernel.history.staleness import ask_fresh
from caruban.kernel.records import Record
from caruban.kernel.registers.actions import Values, differing, held, parted, settled, unseen
from caruban.kernel.registers.bulk_checks import Wrongs, plain_row, sentences, wrongs_of
from caruban.kernel.registers.kinds import Kind
from caruban.kernel.registers.layout import Through
from caruban.kernel.registers.queries import candidates
from caruban.kernel.registers.register import (
    RegisterType,
    field_of,
    form_names,
    permission_of,
    rows_of,
)
from caruban.kernel.registers.showing import is_masked

BATCH = 500  # records in one statement


@dataclass
class Prepared:
    """One row, ready to be saved, or refused.

    record    as it would be saved; None for a row that was refused before there was one
    own       names of its columns that are set;   many   relations to many that are set
    before    what they were, of an edit
    wrongs    why it is refused: field ("" for the row as a whole) and sentence
    """

    record: Record | None = None
    own: tuple[str, ...] = ()
    many: Values = field(default_factory=dict)
    before: Values = field(default_factory=dict)
    wrongs: Wrongs = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        """Say whether a change would change nothing."""
        return not self.own and not self.many and not self.wrongs


@dataclass(frozen=True)
class Edit:
    """Values for a record. `version`: the one that the edit started from; None where it is free."""

    pk: int
    values: Values
    version: int | None = None


class ManyRefused(Refused):
    """Some of many rows are refused, so nothing was saved; `wrongs` by the row's place."""

    def __init__(self, wrongs: Mapping[int, Wrongs]) -> None:
        first = next(iter(wrongs.values()))[0]
        super().__init__(first[1], first[0] or None)
        self.wrongs = dict(wrongs)


def is_plain(register: RegisterType) -> bool:
    """Say whether the verbs of a register can be done for many records at once.

    Not where a module has verbs or a `save` of its own, nor where several registers share a table:
    there each row goes through `actions`.
    """
    verbs = (register.creates, register.changes)
    model = register.model
    return (
        not any(isinstance(one, Through) for one in verbs)
        and not register.rows
        and model.save is Record.save
        and not model._meta.parents
    )


def prepare_new(register: RegisterType, *, by: Actor, rows: Sequence[Values]) -> list[Prepared]:
    """Give new records as `create_many` would save them, with what is refused; saves nothing."""
    unseen = _unseen(register, rows, by)
    prepared = []
    for place, values in enumerate(rows):
        one = Prepared(wrongs=_unknown(register, values) + unseen.get(place, []))
        if not one.wrongs:
            own, many, _rows = parted(register, settled(register, values))
            one = Prepared(register.model(**own), tuple(own), many)
        prepared.append(one)
    _ask_model(prepared)
    _ask_right(register, "creates", prepared, by)
    return prepared


def prepare_edits(
    register: RegisterType, *, by: Actor, edits: Sequence[Edit], lock: bool = False
) -> list[Prepared]:
    """Give records as `change_many` would save them, with what is refused; saves nothing.

    lock   keep the rows as they are until the transaction ends
    """
    held = _held(register, edits, lock=lock)
    unseen = _unseen(register, [one.values for one in edits], by)
    prepared = []
    for place, edit in enumerate(edits):
        one = Prepared(held.get(edit.pk), wrongs=_unknown(register, edit.values))
        one.wrongs += unseen.get(place, [])
        one.wrongs += _gone() if one.record is None else _stale(one.record, edit.version)
        prepared.append(one)
    _ask_right(register, "changes", prepared, by)
    for one, edit in zip(prepared, edits, strict=True):
        if one.record is not None and not one.wrongs:
            _set(register, one, edit.values, by)
    touched = [one for one in prepared if not one.is_same]
    _ask_model(touched)
    _ask_right(register, "changes", touched, by)
    return prepared


def create_many(register: RegisterType, *, by: Actor, rows: Sequence[Values]) -> list[Record]:
    """Enter new records. Raises ManyRefused, and then none is entered."""
    with transaction.atomic(), acting(by):
        prepared = prepare_new(register, by=by, rows=rows)
        _ask_all(prepared)
        records = register.model._default_manager.bulk_create(_records(prepared), BATCH)
        _relate(prepared)
        _ask_right(register, "creates", prepared, by)
        _ask_all(prepared)
    return records


def change_many(register: RegisterType, *, by: Actor, edits: Sequence[Edit]) -> list[Record]:
    """Change records, each only where it differs; give those that changed.

    Raises ManyRefused, and then none is changed.
    """
    with transaction.atomic(), acting(by):
        prepared = prepare_edits(register, by=by, edits=edits, lock=True)
        _ask_all(prepared)
        touched = [one for one in prepared if not one.is_same]
        records = _records([one for one in touched if one.own])
        names = sorted({name for one in touched for name in one.own})
        now = timezone.now()
        for record in records:
            record.updated_at = now
        if records:
            _write(register.model, records, [*names, "updated_at"])
        _relate(touched)
        _ask_right(register, "changes", touched, by)
        _ask_all(touched)
    return _records(touched)


def _write(model: type[Record], records: Sequence[Record], names: Sequence[str]) -> None:
    """Write some fields of records that exist: one statement for many, whatever each changes."""
    columns = [str(model._meta.get_field(name).column) for name in names]  # type: ignore[union-attr]
    for start in range(0, len(records), BATCH):
        batch = records[start : start + BATCH]
        rows = [plain_row(one) for one in batch]
        if all(columns_of_row.keys() >= {*columns} for columns_of_row in rows):
            _write_rows(model, rows, columns)
        else:  # something that JSON lacks
            model._base_manager.bulk_update(batch, names)


def _write_rows(model: type[Record], rows: list[dict[str, Any]], columns: list[str]) -> None:
    table = sql.Identifier(model._meta.db_table)
    sets = [sql.SQL("{one} = said.{one}").format(one=sql.Identifier(name)) for name in columns]
    question = sql.SQL(
        "UPDATE {table} SET {sets} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) AS said "
        "WHERE {table}.id = said.id"
    ).format(table=table, sets=sql.SQL(", ").join(sets))
    with connection.cursor() as cursor:
        cursor.execute(question, [json.dumps(rows)])


def _records(prepared: Sequence[Prepared]) -> list[Record]:
    return [one.record for one in prepared if one.record is not None]


def _ask_all(prepared: Sequence[Prepared]) -> None:
    wrongs = {place: one.wrongs for place, one in enumerate(prepared) if one.wrongs}
    if wrongs:
        raise ManyRefused(wrongs)


def _held(register: RegisterType, edits: Sequence[Edit], *, lock: bool) -> dict[int, Record]:
    names = {name for edit in edits for name in edit.values}
    found: QuerySet[Record] = register.model._base_manager.filter(
        pk__in=[edit.pk for edit in edits]
    ).order_by("pk")  # two who lock many rows lock them in the same order
    if paths := sorted(_joins(register, names)):
        found = found.select_related(*paths)
    if many := [name for name in names if _is_many(register, name)]:
        found = found.prefetch_related(*many)
    if lock:
        found = found.select_for_update(of=("self",))
    return {one.pk: one for one in found}


def _joins(register: RegisterType, names: set[str]) -> set[str]:
    """Give the relations that an edit compares, and the way to the record's organisation."""
    known = names & {*form_names(register)}
    paths = {name for name in known if field_of(register, name).kind.is_related}
    if has_several_places(register.model):
        return paths
    return paths | ({register.model.organisation_path} - {None, ""})  # type: ignore[operator]


def _is_many(register: RegisterType, name: str) -> bool:
    return name in form_names(register) and field_of(register, name).kind is Kind.MANY


def _set(register: RegisterType, one: Prepared, values: Values, by: Actor) -> None:
    record = one.record
    if record is None:
        return
    one.wrongs = [  # whether it differs is told to nobody either
        (name, unseen())
        for name in values
        if name in register.masked and is_masked(register, name, record, by=by)
    ]
    if one.wrongs:
        return
    given = differing(register, record, settled(register, values, record))
    one.before = {name: held(register, record, name) for name in given}
    own, one.many, _rows = parted(register, given)
    for name, value in own.items():
        setattr(record, name, value)
    one.own = tuple(own)


def _unknown(register: RegisterType, values: Values) -> Wrongs:
    rows = {one.name for one in rows_of(register)}  # they are no columns of a sheet
    known = {*form_names(register)} - rows
    return [(name, _("Isian ini tidak dikenal.")) for name in values if name not in known]


def _unseen(register: RegisterType, rows: Sequence[Values], by: Actor) -> dict[int, Wrongs]:
    """Give, by row, the relations to what its actor may not see: one question for each field."""
    found: dict[int, Wrongs] = {}
    names = {name for values in rows for name in values if name in form_names(register)}
    for name in sorted(names):
        field_ = field_of(register, name)
        if not (field_.kind.is_related or field_.kind is Kind.MANY):
            continue
        wanted = [_numbers(values.get(name)) for values in rows]
        every = set().union(*wanted)
        if not every:
            continue
        seen = set(candidates(field_, by=by).filter(pk__in=every).values_list("pk", flat=True))
        for place, numbers in enumerate(wanted):
            if numbers - seen:
                said = _("Pilihan ini tidak ada, atau bukan untuk Anda.")
                found.setdefault(place, []).append((name, said))
    return found


def _numbers(value: Any) -> set[Any]:
    if isinstance(value, Model):
        return {value.pk}
    return {one.pk for one in value} if isinstance(value, list | tuple) else set()


def _ask_model(prepared: Sequence[Prepared]) -> None:
    asked = [one for one in prepared if one.record is not None and not one.wrongs]
    for place, wrongs in wrongs_of(_records(asked)).items():
        asked[place].wrongs = wrongs


def _ask_right(register: RegisterType, verb: str, prepared: Sequence[Prepared], by: Actor) -> None:
    """Refuse the rows whose record lies where the actor may not do this."""
    permission = permission_of(getattr(register, verb))
    said = {
        "creates": _("Anda tidak berhak mencatat ini di unit tersebut."),
        "changes": _("Anda tidak berhak mengubah catatan ini, atau memindahkannya ke unit itu."),
    }[verb]
    for one in prepared:
        if one.record is None or one.wrongs:
            continue
        if permission is None or not may(by, permission, one.record):
            one.wrongs = [("", said)]


def _gone() -> Wrongs:
    return [("", _("Catatan ini sudah tidak ada."))]


def _stale(record: Record, version: int | None) -> Wrongs:
    if version is None or version == record.version:
        return []
    try:
        ask_fresh(record, version)
    except Stale as stale:
        told = {"who": stale.who, "what": ", ".join(one.label for one in stale.changes)}
        return [("", _("%(who)s mengubah catatan ini sejak diperiksa: %(what)s.") % told)]
    except Refused as refusal:
        return [("", str(refusal))]
    return []


def _relate(prepared: Sequence[Prepared]) -> None:
    for one in prepared:
        for name, related in one.many.items():
            getattr(one.record, name).set(related)


__all__ = [
    "Edit", "ManyRefused", "Prepared", "change_many", "create_many", "is_plain", "prepare_edits",
    "prepare_new", "sentences",
]  # fmt: skip
