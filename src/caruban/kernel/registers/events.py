from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from caruban.kernel.events.stream import Event, Words


@dataclass(frozen=True, kw_only=True)
class RecordCreated(Event):
    """A record was entered in a register that has no verb of its own for it."""

    name = "record.created"
    sentence = _("{actor} mencatat {subject} di {register}.")
    register: Words


@dataclass(frozen=True, kw_only=True)
class RecordChanged(Event):
    """Somebody changed a record of a register."""

    name = "record.changed"
    sentence = _("{actor} mengubah {subject} di {register}.")
    register: Words


@dataclass(frozen=True, kw_only=True)
class RecordRemoved(Event):
    """Somebody removed a record from a register; its history stays."""

    name = "record.removed"
    sentence = _("{actor} menghapus {subject} dari {register}.")
    register: Words
