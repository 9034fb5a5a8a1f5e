from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from caruban.kernel.events.stream import Event, Words


@dataclass(frozen=True, kw_only=True)
class RecordsImported(Event):
    """A sheet became records of a register, all rows at once; their history has each of them."""

    name = "records.imported"
    sentence = _("{actor} menyimpan {subject}: {created} catatan dibuat, {changed} diubah.")
    register: Words
    created: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class RecordsExported(Event):
    """Somebody took records out of a register as a file."""

    name = "records.exported"
    sentence = _("{actor} mengekspor {count} baris dari {register} sebagai {format}.")
    register: Words
    count: int
    format: str
    filter: str


@dataclass(frozen=True, kw_only=True)
class RunEnded(Event):
    """A run that somebody left came to its end; told by the system to whom began it."""

    name = "run.ended"
    sentence = _("{actor}: {subject} {outcome}.")
    outcome: Words
