"""Bringing back what a record held before, as a new change: looked at first, then done."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Model
from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from caruban.kernel.actors import Actor
from caruban.kernel.errors import Difference, Refused
from caruban.kernel.records import Record
from caruban.kernel.registers import actions
from caruban.kernel.registers.actions import Values, held
from caruban.kernel.registers.children import Row, relation_of
from caruban.kernel.registers.details.history import changes_touching
from caruban.kernel.registers.forms.building import masked_names, names_of
from caruban.kernel.registers.kinds import Kind, described
from caruban.kernel.registers.layout import Rows
from caruban.kernel.registers.register import RegisterType, field_of, rows_of
from caruban.kernel.registers.showing import in_words, masked
from caruban.kernel.registers.versions import past, rows_at


@dataclass
class Restoring:
    """What bringing back an old version of a record would do.

    at, who       of the change after which the record was so
    values        what would be set;   differences   the same in words: now, and then
    left_out      sentences on what cannot be brought back
    """

    at: datetime
    who: str
    values: Values = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def moment(self) -> str:
        """Give when it was so, in words that stay true."""
        return in_words(self.at)


def restoring(register: RegisterType, record: Record, number: int, *, by: Actor) -> Restoring:
    """Work out what a record held right after a change, and how that differs from now.

    Raises Http404 for a change that is none of this record's.
    """
    change = changes_touching(register, record).filter(pk=number).first()
    if change is None:
        raise Http404(number)
    found = Restoring(change.at, change.actor_name)
    then = past(register, record, after=number)
    hidden = masked_names(register, record, by=by)
    for name in names_of(register, "changes"):
        _compare(found, register, record, name, then.values[name], is_gone=name in then.gone,
                 is_hidden=name in hidden)  # fmt: skip
    for rows in rows_of(register):
        _compare_rows(found, register, record, rows, then.values[rows.name])
    return found


def restore(
    register: RegisterType, record: Record, number: int, *, by: Actor, version: int
) -> Record:
    """Bring back what a record held right after a change, as a new change.

    Refused where nothing would change, and as `actions.change`; raises Stale.
    """
    found = restoring(register, record, number, by=by)
    if not found.values:
        raise Refused(_("Tidak ada yang berbeda dari isi sekarang."))
    return actions.change(register, record, by=by, values=found.values, from_version=version)


def _compare(
    found: Restoring,
    register: RegisterType,
    record: Record,
    name: str,
    then: object,
    *,
    is_gone: bool,
    is_hidden: bool,
) -> None:
    known = field_of(register, name)
    label = capfirst(str(known.label))
    now = held(register, record, name)
    if is_gone:
        said = _("%(field)s: catatan yang dipilih waktu itu sudah tidak ada.")
        found.left_out.append(said % {"field": label})
    elif _same(now, then):
        return
    elif is_hidden:
        said = _("%(field)s: tersamar bagi Anda, jadi tidak ikut dikembalikan.")
        found.left_out.append(said % {"field": label})
    else:
        found.values[name] = then
        plain = None if known.kind is Kind.MANY else known
        told = in_words(now, plain), in_words(then, plain)
        if name in register.masked:
            told = masked(now), masked(then)
        found.differences.append(Difference(label, *told, name))


def _compare_rows(
    found: Restoring, register: RegisterType, record: Record, rows: Rows, then: list[Row]
) -> None:
    now = rows_at(record, rows, after=None)
    if now == then:
        return
    there = {row["pk"] for row in now}
    found.values[rows.name] = [
        row if row["pk"] in there else {name: row[name] for name in rows.columns} for row in then
    ]
    model = relation_of(register.model, rows)[0]
    title = str(rows.title or capfirst(str(model._meta.verbose_name)))
    was, will = (_rows_in_words(model, rows, one) for one in (now, then))
    found.differences.append(Difference(title, was, will, rows.name))


def _rows_in_words(model: type[Model], rows: Rows, given: list[Row]) -> str:
    return "; ".join(
        ", ".join(in_words(row[name], described(model, name)) for name in rows.columns)
        for row in given
    ) or _("tidak ada")


def _same(now: object, then: object) -> bool:
    if isinstance(now, list) and isinstance(then, list):
        return sorted(map(_key, now)) == sorted(map(_key, then))
    return now == then or (now in (None, "") and then in (None, ""))


def _key(one: object) -> str:
    return str(one.pk) if isinstance(one, Model) else str(one)
