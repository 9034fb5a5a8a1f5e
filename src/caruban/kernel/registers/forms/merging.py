"""Two editors of one record: what each changed is kept, and where both did, one chooses.

A field that only one of them touched is taken from that one. Relations to many, and repeating
rows, are joined record by record. What is left is a clash: both values are shown, and the next
save says for each which one counts.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from caruban.kernel.errors import Difference
from caruban.kernel.history.staleness import changes_since
from caruban.kernel.records import Record
from caruban.kernel.registers.actions import Values, held
from caruban.kernel.registers.children import Row
from caruban.kernel.registers.forms.building import RecordForm
from caruban.kernel.registers.forms.fields import same
from caruban.kernel.registers.forms.rows import RowsForm
from caruban.kernel.registers.kinds import Kind
from caruban.kernel.registers.register import RegisterType, field_of
from caruban.kernel.registers.showing import in_words
from caruban.kernel.registers.versions import Past, at_version, past

CHOICE, CLASH = "merge-", "clash"  # names in a form: the choice of a field, the fields to choose
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Clash:
    """A field that both changed: what each wrote, in words; `chosen` where its reader chose."""

    name: str
    label: str
    mine: str
    theirs: str
    chosen: str = ""


@dataclass
class Merge:
    """What came of two edits.

    who, when   whose change came first, and when
    taken       what they changed and the reader did not: taken over
    clashes     what both changed
    values      what the form holds now, by name
    """

    who: str
    when: datetime | None
    taken: list[Difference] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    values: Values = field(default_factory=dict)


def merge(form: RecordForm, version: int, undecided: Collection[str] = ()) -> Merge:
    """Join a valid form that started from an old version with what the record holds now.

    undecided   fields that clashed before and were not decided: they clash until they are
    """
    register, record = form.register, form.record
    if record is None:
        raise ValueError("only an edit can be stale")
    base, now = at_version(register, record, version), past(register, record, after=None)
    later = changes_since(record, version)
    found = Merge(later[0].actor_name if later else "", later[0].at if later else None)
    for name in form.fields:
        described = field_of(register, name)
        before, theirs = base.values[name], now.values[name]
        mine = form.cleaned_data.get(name, before)
        if described.kind is Kind.MANY:
            found.values[name] = _joined(before, mine or [], theirs)
        else:
            found.values[name] = theirs if same(mine, before) else mine
            both = not same(mine, before) and (name in undecided or not same(theirs, before))
            if both and not same(mine, theirs):
                found.clashes.append(clash_of(register, name, mine, theirs))
                continue
        if same(mine, before) and not same(theirs, before):
            found.taken.append(_difference(register, name, before, theirs))
    for rows in form.rows:
        _merge_rows(found, rows, base, now, is_open=rows.name in undecided)
    return found


def clash_of(register: RegisterType, name: str, mine: Any, theirs: Any, chosen: str = "") -> Clash:
    """Show both values of a field in words."""
    field = field_of(register, name)
    label = capfirst(str(field.label))
    return Clash(name, label, in_words(mine, field), in_words(theirs, field), chosen)


def still_open(form: RecordForm, posted: QueryDict) -> list[Clash]:
    """Give the clashes that a form was shown with, with what was chosen of each."""
    found = []
    form.is_valid()  # so that what was typed is read
    for name in dict.fromkeys(posted.getlist(CLASH)):
        choice = posted.get(f"{CHOICE}{name}", "")
        choice = choice if choice in {MINE, THEIRS} else ""
        rows = next((one for one in form.rows if one.name == name), None)
        if rows is not None:
            theirs = _told(rows, [rows.as_row(one) for one in rows.before])
            mine = _told(rows, rows.values() if form.is_valid() else [])
            found.append(Clash(name, str(rows.title), mine, theirs, choice))
        elif name in form.fields and form.record is not None:
            typed = form.cleaned_data.get(name, posted.get(f"{name}-q") or posted.get(name))
            kept = held(form.register, form.record, name)
            found.append(clash_of(form.register, name, typed, kept, choice))
    return found


def choose(form: RecordForm, clashes: Iterable[Clash]) -> None:
    """Ask for the choice that is missing: an error at each field that has none."""
    for one in clashes:
        if one.chosen:
            continue
        said = _("Pilih isian siapa yang dipakai.")
        if one.name in form.fields:
            form.add_error(one.name, said)
        else:
            form.add_error(None, f"{one.label}: {said}")


def chosen_values(form: RecordForm, clashes: Iterable[Clash]) -> Values:
    """Give what is to be saved: of a field where theirs was chosen nothing."""
    values = form.values()
    for one in clashes:
        if one.chosen == THEIRS:
            values.pop(one.name, None)
    return values


def _joined(before: list[Record], mine: list[Record], theirs: list[Record]) -> list[Record]:
    """Join what each added and took away."""
    added = [one for one in mine if one not in before and one not in theirs]
    taken_away = [one for one in before if one not in mine]
    return [one for one in theirs if one not in taken_away] + added


def _difference(register: RegisterType, name: str, before: Any, after: Any) -> Difference:
    described = field_of(register, name)
    known = None if described.kind is Kind.MANY else described
    was = "" if before in (None, "", []) else in_words(before, known)
    return Difference(capfirst(str(described.label)), was, in_words(after, known), name)


def _merge_rows(found: Merge, rows: RowsForm, base: Past, now: Past, *, is_open: bool) -> None:
    before, theirs = base.values[rows.name], now.values[rows.name]
    mine = rows.values() if rows.is_sent and not rows.is_too_long else before
    joined = None if is_open and mine != theirs else _join_rows(before, mine, theirs)
    if mine == before and theirs != before:
        told = (_told(rows, before), _told(rows, theirs))
        found.taken.append(Difference(str(rows.title), *told, rows.name))
    if joined is None:
        clash = Clash(rows.name, str(rows.title), _told(rows, mine), _told(rows, theirs))
        found.clashes.append(clash)
    found.values[rows.name] = _as_far_as_there(mine, theirs) if joined is None else joined


def _as_far_as_there(mine: list[Row], theirs: list[Row]) -> list[Row]:
    """Make rows that they took away and we kept new ones: their keys are none any more."""
    keys = {row["pk"] for row in theirs}
    return [
        row if row.get("pk") in keys else {name: one for name, one in row.items() if name != "pk"}
        for row in mine
    ]


def _join_rows(before: list[Row], mine: list[Row], theirs: list[Row]) -> list[Row] | None:
    """Join rows by their keys; None where both changed the same row, each in another way."""
    was, ours, now = (
        {row["pk"]: row for row in rows if row.get("pk") is not None}
        for rows in (before, mine, theirs)
    )
    joined = []
    for row in mine:
        key = row.get("pk")
        if key is None or row == was.get(key) or row == now.get(key):
            kept = row if key is None else now.get(key)
        elif now.get(key) == was.get(key):
            kept = row
        else:
            return None
        joined += [kept] if kept is not None else []
    for key, row in now.items():
        if key in ours:
            continue
        if key not in was:
            joined.append(row)  # they added it
        elif row != was[key]:
            return None  # we took away what they changed
    return joined


def _told(rows: RowsForm, given: Iterable[Row]) -> str:
    """Write rows for people: their columns in order."""
    return "; ".join(
        ", ".join(in_words(row.get(name), rows.described(name)) for name in rows.rows.columns)
        for row in given
    ) or _("tidak ada")
