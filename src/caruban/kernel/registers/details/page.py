"""The frame of a record's pages: its title, its tabs, what can be done to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from caruban.kernel.actors import Actor
from caruban.kernel.attachments.queries import attachments_of
from caruban.kernel.comments.queries import comments_of, may_read
from caruban.kernel.records import Record
from caruban.kernel.registers.details.history import is_open_to
from caruban.kernel.registers.forms.sending import new_token
from caruban.kernel.registers.layout import Act
from caruban.kernel.registers.queries import acts_for, may_do
from caruban.kernel.registers.register import RegisterType
from caruban.kernel.workspace.interface import remember

COUNTED = 99  # more are said as "99+"

Tab = tuple[str, str, str | None, bool]


@dataclass(frozen=True)
class Doing:
    """What a reader may do to a record."""

    can_edit: bool
    can_copy: bool
    can_remove: bool
    acts: list[Act]

    @property
    def has_more(self) -> bool:
        """Say whether there is anything beside editing and acts."""
        return self.can_copy or self.can_remove


def frame(request: HttpRequest, register: RegisterType, record: Record, tab: str) -> dict[str, Any]:
    """Give what every page of a record is given; it is remembered as opened lately.

    tab   the one shown: "record", "related", "documents", "comments", "history", "proofs"
    """
    by: Actor = request.actor  # type: ignore[attr-defined]
    address = reverse("registers:record", args=[register, record.pk])
    remember(
        request, str(record), address, note=str(register.title), subject=record,
        permission=register.reads,
    )  # fmt: skip
    return {
        "register": register,
        "record": record,
        "list": reverse("registers:list", args=[register]),
        "address": address,
        "tabs": tabs_of(register, record, tab, by=by),
        "doing": doing(register, record, by=by),
        "new_token": new_token,
    }


def doing(register: RegisterType, record: Record, *, by: Actor) -> Doing:
    """Give what a reader may do to a record."""
    has_form = bool(register.form)
    return Doing(
        can_edit=has_form and may_do(register, "changes", by=by, record=record),
        can_copy=has_form and may_do(register, "creates", by=by, record=record),
        can_remove=may_do(register, "removes", by=by, record=record),
        acts=acts_for(register, record, by=by),
    )


def tabs_of(register: RegisterType, record: Record, current: str, *, by: Actor) -> list[Tab]:
    """Give the tabs of a record that its reader has something on: address, title, count."""
    found = [tab for tab in _TABS if tab.is_for(register, record, by)]
    return [
        (
            reverse(f"registers:{one.name}", args=[register, record.pk]),
            str(one.title()),
            _counted(one.rows(record, by)) if one.rows else None,
            one.name == current,
        )
        for one in found
    ]


@dataclass(frozen=True)
class _Tab:
    name: str
    title: Callable[[], str]
    is_for: Callable[[RegisterType, Record, Actor], bool]
    rows: Callable[[Record, Actor], "QuerySet[Any]"] | None = None


_TABS = (
    _Tab("record", lambda: _("Data"), lambda *_known: True),
    _Tab("related", lambda: _("Terkait"), lambda register, *_known: bool(register.related)),
    _Tab(
        "documents",
        lambda: _("Dokumen"),
        lambda _register, record, by: may_read(record, by=by),
        lambda record, by: (
            attachments_of(record, by=by).select_related(None).prefetch_related(None)
        ),
    ),
    _Tab(
        "comments",
        lambda: _("Komentar"),
        lambda _register, record, by: may_read(record, by=by),
        lambda record, by: comments_of(record, by=by).select_related(None),
    ),
    _Tab(
        "history",
        lambda: _("Riwayat"),
        lambda _register, record, by: is_open_to(record, by=by),
    ),
    _Tab("proofs", lambda: _("Pembuktian"), lambda register, *_known: bool(register.proves)),
)


def _counted(rows: "QuerySet[Any]") -> str | None:
    many = rows.order_by()[: COUNTED + 1].count()
    if not many:
        return None
    return f"{COUNTED}+" if many > COUNTED else str(many)
