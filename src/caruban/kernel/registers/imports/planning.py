"""What becomes of each row of a sheet: created, changed, left as it is, or refused and why.

Planner      where rows can be saved many at once (`bulk_actions`): decides without saving
SlowPlanner  where each goes through the module's own action: does it, and is then rolled back
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from caruban.kernel.actors import Actor
from caruban.kernel.errors import Refused
from caruban.kernel.records import Record
from caruban.kernel.registers import actions
from caruban.kernel.registers.bulk_actions import (
    Edit,
    Prepared,
    is_plain,
    prepare_edits,
    prepare_new,
    sentences,
)
from caruban.kernel.registers.bulk_checks import Wrongs, each_unique
from caruban.kernel.registers.imports.reading import Row
from caruban.kernel.registers.imports.rows import Read, RowReader
from caruban.kernel.registers.imports.settings import Settings
from caruban.kernel.registers.imports.targets import targets_of
from caruban.kernel.registers.register import (
    RegisterType,
    conditions_of,
    field_of,
    form_names,
)
from caruban.kernel.registers.runs.models import Line
from caruban.kernel.registers.showing import in_words, is_masked, masked

Outcome = Line.Outcome
LONGEST = 200  # characters of a value in a preview


@dataclass
class Planned:
    """A row with its verdict. `told` as in `Line`; `version` of the record that it means."""

    read: Read
    outcome: Line.Outcome
    version: int | None = None
    told: list[tuple[str, str, str]] = field(default_factory=list)

    def line(self, run: int) -> Line:
        """Give the line that is kept of it."""
        return Line(
            run_id=run, number=self.read.number, record=self.read.pk, version=self.version,
            title=self.read.title, outcome=self.outcome, told=[list(one) for one in self.told],
        )  # fmt: skip


class Planner:
    """Plans rows chunk by chunk; remembers the whole sheet where rows could contradict another."""

    chunk = 500

    def __init__(self, register: RegisterType, settings: Settings, by: Actor) -> None:
        self.register, self.by = register, by
        self.reader = RowReader(register, settings, by)
        self.numbers: dict[int, int] = {}  # record -> the row that means it
        self.uniques: dict[Any, int] = {}  # what tells records apart -> the row that has it

    def plan(self, rows: Sequence[Row]) -> list[Planned]:
        """Give what becomes of rows, in order."""
        read = self.reader.read(rows)
        for one in read:
            self._ask_once(one)
        _unmask(self.register, self.reader, read, self.by)
        sound = [one for one in read if not one.wrongs]
        new = [one for one in sound if one.pk is None]
        held = [one for one in sound if one.pk is not None]
        planned = self.create(new) | self.change(held)
        return [planned.get(one.number) or _refused(one) for one in read]

    def create(self, new: Sequence[Read]) -> dict[int, Planned]:
        """Plan rows that become new records."""
        rows = [one.values for one in new]
        prepared = prepare_new(self.register, by=self.by, rows=rows) if rows else []
        return {
            one.number: self._verdict(one, ready, Outcome.CREATE)
            for one, ready in zip(new, prepared, strict=True)
        }

    def change(self, held: Sequence[Read]) -> dict[int, Planned]:
        """Plan rows that change a record, or leave it as it is."""
        edits = [Edit(one.pk or 0, one.values) for one in held]
        prepared = prepare_edits(self.register, by=self.by, edits=edits) if edits else []
        return {
            one.number: self._verdict(one, ready, Outcome.SAME if ready.is_same else Outcome.CHANGE)
            for one, ready in zip(held, prepared, strict=True)
        }

    def _ask_once(self, one: Read) -> None:
        """Refuse a second row about the same record."""
        if one.pk is None:
            return
        first = self.numbers.setdefault(one.pk, one.number)
        if first != one.number:
            _note_double(self.reader, one, first)

    def _verdict(self, one: Read, ready: Prepared, outcome: Line.Outcome) -> Planned:
        for name, said in ready.wrongs:
            self.reader.wrong(one, name, one.values.get(name), said)
        if ready.record is not None and not one.wrongs and outcome is not Outcome.SAME:
            self._ask_unique(one, ready.record)
        if one.wrongs:
            return _refused(one)
        version = ready.record.version if ready.record is not None and one.pk else None
        return Planned(one, outcome, version, self._told(one, ready))

    def _ask_unique(self, one: Read, record: Record) -> None:
        """Refuse a row that says what an earlier row says of another record."""
        for names, values in each_unique(record):
            first = self.uniques.setdefault((names, values), one.number)
            if first != one.number:
                self.reader.wrong(
                    one, names[-1], one.values.get(names[-1]),
                    _("Sama dengan baris %(row)s.") % {"row": first},
                )  # fmt: skip

    def _told(self, one: Read, ready: Prepared) -> list[tuple[str, str, str]]:
        if one.pk is None:
            given = [(name, None, value) for name, value in one.values.items()]
        else:
            given = [(name, before, _now(ready, name)) for name, before in ready.before.items()]
        return [
            (name, self._shown(name, before, ready.record), self._shown(name, after, None))
            for name, before, after in given
        ]

    def _shown(self, name: str, value: Any, record: Record | None) -> str:
        return shown(self.register, name, value, record, self.by)


class SlowPlanner(Planner):
    """Does each row by the register's own verbs, within the transaction of its caller."""

    chunk = 1  # a row may mean a record that the row before it makes

    def create(self, new: Sequence[Read]) -> dict[int, Planned]:
        """Create the record of each row."""
        return {one.number: self._create(one) for one in new}

    def change(self, held: Sequence[Read]) -> dict[int, Planned]:
        """Change the record of each row."""
        return {one.number: self._change(one) for one in held}

    def _create(self, one: Read) -> Planned:
        ready = Prepared()
        ready.wrongs += [(name, _("Isi bagian ini.")) for name in self._missing(one)]
        if not ready.wrongs:
            with _refusing(ready), transaction.atomic():
                actions.create(self.register, by=self.by, values=one.values)
        return self._verdict(one, ready, Outcome.CREATE)

    def _missing(self, one: Read) -> list[str]:
        """Give what the module's own action cannot do without; a file comes in no sheet."""
        at_times = {name for when in conditions_of(self.register) for name in when.names}
        needed = (target.name for target in targets_of(self.register) if target.is_needed)
        return [
            name
            for name in needed
            if name not in at_times and one.values.get(name) in (None, "", [])
        ]

    def _change(self, one: Read) -> Planned:
        record = self.register.model._base_manager.get(pk=one.pk)
        version = record.version
        settled = actions.settled(self.register, one.values, record)
        given = actions.differing(self.register, record, settled)
        ready = Prepared(own=tuple(given), many=given)
        ready.before = {name: actions.held(self.register, record, name) for name in given}
        with _refusing(ready), transaction.atomic():
            actions.change(
                self.register, record, by=self.by, values=one.values, from_version=version
            )
        planned = self._verdict(one, ready, Outcome.CHANGE if given else Outcome.SAME)
        planned.version = version
        return planned


class _refusing:  # noqa: N801 (reads as a word)
    """Note on a row what its verb refuses."""

    def __init__(self, ready: Prepared) -> None:
        self.ready = ready

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        wrongs = wrongs_in(error)
        self.ready.wrongs += wrongs
        return bool(wrongs)


def wrongs_in(error: BaseException | None) -> Wrongs:
    """Give what a refusal of any kind says, field by field; nothing for other errors."""
    if isinstance(error, ValidationError):
        return sentences(error)
    if isinstance(error, Refused):
        return [(error.field or "", str(error))]
    if isinstance(error, PermissionDenied):
        return [("", _("Anda tidak berhak melakukan ini di unit tersebut."))]
    return []


def planner_of(register: RegisterType, settings: Settings, by: Actor) -> Planner:
    """Give the planner that fits a register."""
    kind = Planner if is_plain(register) else SlowPlanner
    return kind(register, settings, by)


def shown(register: RegisterType, name: str, value: Any, record: Record | None, by: Actor) -> str:
    """Write a value for a preview; that of a record which the reader sees masked is masked."""
    if record is not None and is_masked(register, name, record, by=by):
        return masked(value)[:LONGEST]
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        return ", ".join(map(str, value))[:LONGEST]
    field = field_of(register, name) if name in form_names(register) else None
    return in_words(value, None if isinstance(value, Model) else field)[:LONGEST]


def _now(ready: Prepared, name: str) -> Any:
    return ready.many[name] if name in ready.many else getattr(ready.record, name, None)


def _refused(one: Read) -> Planned:
    return Planned(one, Outcome.REFUSED, None, one.wrongs)


def _note_double(reader: RowReader, one: Read, first: int) -> None:
    said = _("Catatan ini sudah ada di baris %(row)s.") % {"row": first}
    reader.wrong(one, reader.register.key[0], one.title, said)


def _unmask(register: RegisterType, reader: RowReader, read: Sequence[Read], by: Actor) -> None:
    """Leave masked values that came back as they are; refuse those that are somebody else's."""
    asked = {one.pk for one in read if one.masked and one.pk is not None}
    held = {one.pk: one for one in register.model._base_manager.filter(pk__in=asked)}
    for one in read:
        record = held.get(one.pk)
        for name, text in one.masked.items():
            if record is None or masked(getattr(record, name)) != text:
                reader.wrong(one, name, text, _("Nilai ini tersamar. Isi yang sebenarnya."))
