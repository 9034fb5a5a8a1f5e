"""The kinds of notices that modules declare; readers choose per kind."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caruban.kernel.accounts.models import User
from caruban.kernel.events.models import Happening
from caruban.kernel.events.stream import Event
from caruban.kernel.permissions import Permission

NAME = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
LONGEST = 60  # characters of a name

Recipients = Callable[[Happening], Iterable[User]]
Finder = Callable[[Happening], models.Model | None]
Address = Callable[[Happening], str]


class Mailing(models.TextChoices):
    """When a notice is mailed."""

    NOW = "now", _("Segera")
    DAILY = "daily", _("Ringkasan harian")
    NEVER = "never", _("Tidak dikirim")


@dataclass(frozen=True)
class Kind:
    """One kind of notice.

    name        "module.what", kept with every notice and every choice
    title       what readers call it, on the page where they choose
    events      what it follows
    recipients  whom a happening concerns; who may not see its record gets nothing all the same
    permission  what a reader must hold to see the record; None: as the record's register says
    record      finds the record of a happening; None: the subject of its event
    address     gives the page of a happening; None: the record's own page
    mailing     when it is mailed to somebody who has not chosen
    """

    name: str
    title: str | Promise
    events: tuple[type[Event], ...]
    recipients: Recipients
    permission: Permission | None = None
    record: Finder | None = None
    address: Address | None = None
    mailing: Mailing = Mailing.DAILY


class UnknownKind(LookupError):
    """Nobody declares a kind of this name."""


class Kinds:
    """A registry of kinds; the house has one, a test makes its own."""

    def __init__(self) -> None:
        self._by_name: dict[str, Kind] = {}

    def add(self, kind: Kind) -> None:
        """Keep a kind. Raises TypeError for a wrong or doubled name, and for no event."""
        if not NAME.fullmatch(kind.name) or len(kind.name) > LONGEST:
            raise TypeError(f"{kind.name!r} is no name of a notice: write module.what")
        if kind.name in self._by_name:
            raise TypeError(f"two kinds of notices are named {kind.name}")
        if not kind.events:
            raise TypeError(f"the notice {kind.name} follows no event")
        for event in kind.events:
            if not (isinstance(event, type) and issubclass(event, Event)):
                raise TypeError(f"the notice {kind.name} follows {event!r}, which is no event")
        self._by_name[kind.name] = kind

    def named(self, name: str) -> Kind:
        """Give the kind of a name. Raises UnknownKind."""
        try:
            return self._by_name[name]
        except KeyError as error:
            raise UnknownKind(name) from error

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __iter__(self) -> Iterator[Kind]:
        return iter(sorted(self._by_name.values(), key=lambda one: one.name))

    def __len__(self) -> int:
        return len(self._by_name)


KINDS = Kinds()
