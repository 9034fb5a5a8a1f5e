"""From cells to values of fields, and to the record that a row means, for many rows at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from caruban.kernel.access import has_several_places
from caruban.kernel.actors import Actor
from caruban.kernel.registers.actions import Values, empty_of
from caruban.kernel.registers.imports.cells import Wrong, is_empty, text_of, value_of
from caruban.kernel.registers.imports.reading import Cell, Row
from caruban.kernel.registers.imports.relations import Finder
from caruban.kernel.registers.imports.settings import Settings
from caruban.kernel.registers.imports.targets import Target, target_named, targets_of
from caruban.kernel.registers.kinds import Kind
from caruban.kernel.registers.queries import rows as rows_seen
from caruban.kernel.registers.register import RegisterType
from caruban.kernel.registers.showing import MASK

PARTED = ";"  # between several records in one cell


@dataclass
class Read:
    """A row as it was read.

    values   of the fields that it fills;   empty   fields whose cells are empty
    masked   fields whose cells hold a masked value, as somebody else's eyes see it
    pk       of the record that it means; None for a new one
    wrongs   what is wrong with it: head of the column, what stands there, why
    """

    number: int
    title: str
    values: Values = field(default_factory=dict)
    empty: set[str] = field(default_factory=set)
    masked: dict[str, str] = field(default_factory=dict)
    pk: int | None = None
    wrongs: list[tuple[str, str, str]] = field(default_factory=list)


class RowReader:
    """Reads the rows of one sheet as its reader mapped them."""

    def __init__(self, register: RegisterType, settings: Settings, by: Actor) -> None:
        self.register, self.settings, self.by = register, settings, by
        self.columns: list[tuple[int, str, Target]] = [
            (at, settings.heads[at], target_named(register, name))
            for at, name in enumerate(settings.columns)
            if name
        ]
        self.head_of = {target.name: head for _at, head, target in self.columns}
        self.labels = {target.name: str(target.label) for target in targets_of(register)}
        self.shown: dict[tuple[int, str], str] = {}
        self.finders = {
            target.name: Finder(register, target.field, by)
            for _at, _head, target in self.columns
            if target.field is not None and target.kind in RELATED
        }

    def read(self, rows: Sequence[Row]) -> list[Read]:
        """Read rows: values, relations, and the records that they mean."""
        found = [self._cells(number, cells) for number, cells in rows]
        self._relate(found)
        self._find(found)
        for one in found:
            self._decide(one)
        return found

    def wrong(self, one: Read, name: str, value: Any, said: str) -> None:
        """Note why a row is refused, at the column of a field."""
        shown = "" if value is None else str(value)[:100]
        head = self.head_of.get(name) or self.labels.get(name, "")
        one.wrongs.append((head, shown, said))

    def _cells(self, number: int, cells: Sequence[Cell]) -> Read:
        one = Read(number, _title(cells))
        for at, _head, target in self.columns:
            cell = cells[at] if at < len(cells) else None
            if is_empty(cell):
                one.empty.add(target.name)
                continue
            try:
                self._put(one, target, cell)
            except Wrong as wrong:
                self.wrong(one, target.name, cell, str(wrong))
        return one

    def _put(self, one: Read, target: Target, cell: Cell) -> None:
        if target.field is None:
            one.values[target.name] = _extra(target, cell)
        elif target.kind in RELATED:
            one.values[target.name] = text_of(cell)  # until `_relate`
        elif target.name in self.register.masked and MASK in str(cell):
            one.masked[target.name] = str(cell)
        else:
            sign = self.settings.decimal
            one.values[target.name] = value_of(cell, target.field, decimal=sign)

    def _relate(self, found: Sequence[Read]) -> None:
        for name, finder in self.finders.items():
            is_many = finder.field.kind is Kind.MANY
            texts = {one.number: one.values[name] for one in found if name in one.values}
            parts = {at: parts_of(text) if is_many else [text] for at, text in texts.items()}
            finder.look_up({part for many in parts.values() for part in many})
            for one in found:
                if one.number in parts:
                    self._point(one, name, finder, parts[one.number], is_many=is_many)

    def _point(
        self, one: Read, name: str, finder: Finder, parts: list[str], *, is_many: bool
    ) -> None:
        for part in parts:
            try:
                finder.record(part)
            except Wrong as wrong:
                self.wrong(one, name, part, str(wrong))
                del one.values[name]
                return
        records = [finder.record(part) for part in parts]
        one.values[name] = records if is_many else records[0]

    def _find(self, found: Sequence[Read]) -> None:
        """Find the records that the keys of rows mean: one question for all of them."""
        key = self.register.key
        if not set(key) <= self.head_of.keys():
            return
        keyed = {one.number: _key(one, key) for one in found if set(key) <= one.values.keys()}
        if not keyed:
            return
        held = self._held(set(keyed.values()))
        for one in found:
            if one.number in keyed:
                one.title = " · ".join(str(one.values[name]) for name in key)[:300]
                self._choose(one, held.get(keyed[one.number], []))

    def _held(self, wanted: set[tuple[Any, ...]]) -> dict[tuple[Any, ...], list[tuple[int, Any]]]:
        key, tenant = self.register.key, _tenant(self.register)
        seen = rows_seen(self.register, by=self.by)
        for at, name in enumerate(key):
            seen = seen.filter(**{f"{name}__in": {values[at] for values in wanted}})
        held: dict[tuple[Any, ...], list[tuple[int, Any]]] = {}
        for pk, place, *values in seen.values_list("pk", tenant or "pk", *key):
            held.setdefault(tuple(values), []).append((pk, place))
        return held

    def _choose(self, one: Read, held: list[tuple[int, Any]]) -> None:
        """Take the record that a row means; of several with its key, the one at its place."""
        place = one.values.get(_tenant(self.register))
        if len(held) > 1 and isinstance(place, Model):
            held = [(pk, at) for pk, at in held if at == place.pk]
        if len(held) > 1:
            said = _("Ada %(many)s catatan dengan kunci ini.") % {"many": len(held)}
            self.wrong(one, self.register.key[0], one.title, said)
        elif held:
            one.pk = held[0][0]

    def _decide(self, one: Read) -> None:
        """Refuse what the chosen way of importing rules out; settle empty cells."""
        key, mode = self.register.key, self.settings.mode
        verb = self.register.creates if one.pk is None else self.register.changes
        if one.pk is None and (mode == "change" or verb is None):
            said = _("Catatan dengan kunci ini tidak ditemukan, dan tidak dapat dibuat di sini.")
            self.wrong(one, key[0], one.title, said)
        elif one.pk is not None and (mode == "create" or verb is None):
            self.wrong(one, key[0], one.title, _("Catatan dengan kunci ini sudah ada."))
        for _at, _head, target in self.columns:
            if not target.is_filled or (one.pk is not None and target.is_key):
                one.values.pop(target.name, None)
            elif one.pk is not None and target.field is None:
                one.values.pop(target.name, None)  # asked for at the beginning only
            elif target.name in one.empty and one.pk is not None and self._clears(target):
                one.values[target.name] = empty_of(self.register, target.name)
        if one.wrongs and one.pk is None:
            self._ask_needed(one)

    def _ask_needed(self, one: Read) -> None:
        """Name what is empty too: who mends a row mends all of it (its model is not asked)."""
        for _at, _head, target in self.columns:
            if target.is_needed and target.name in one.empty:
                self.wrong(one, target.name, None, _("Isian ini wajib."))

    def _clears(self, target: Target) -> bool:
        return self.settings.empty == "clear" and target.field is not None


RELATED = frozenset({Kind.RELATION, Kind.PLACE, Kind.MANY})


def _title(cells: Sequence[Cell]) -> str:
    return next((str(one).strip()[:300] for one in cells if not is_empty(one)), "")


def parts_of(text: str) -> list[str]:
    """Give the codes or names that stand in one cell."""
    return [part for one in text.split(PARTED) if (part := one.strip())]


def _extra(target: Target, cell: Cell) -> Any:
    if target.make is None:
        return None
    try:
        return target.make().clean(cell if isinstance(cell, bool) else text_of(cell))
    except ValidationError as error:
        raise Wrong(" ".join(error.messages)) from error


def _key(one: Read, key: Sequence[str]) -> tuple[Any, ...]:
    values = [one.values[name] for name in key]
    return tuple(value.pk if isinstance(value, Model) else value for value in values)


def _tenant(register: RegisterType) -> str:
    """Give the field of a record's organisation, within which a key is unique; "" for none."""
    if has_several_places(register.model):
        return ""
    return (register.model.organisation_path or "").split("__")[0]
