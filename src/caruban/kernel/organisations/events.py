from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from caruban.kernel.events.stream import Event


@dataclass(frozen=True, kw_only=True)
class UnitPlaced(Event):
    """A unit came into being below a parent."""

    name = "organisation.placed"
    sentence = _("{actor} menambahkan {subject} di bawah {parent}.")
    parent: str


@dataclass(frozen=True, kw_only=True)
class OrganisationMoved(Event):
    """A unit went, with all below it, under another parent."""

    name = "organisation.moved"
    sentence = _("{actor} memindahkan {subject} ke bawah {parent}.")
    parent: str


@dataclass(frozen=True, kw_only=True)
class OrganisationClosed(Event):
    """A unit ends on a day."""

    name = "organisation.closed"
    sentence = _("{actor} menutup {subject} per {on}.")
    on: str  # ISO date


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(Event):
    """What is recorded of an organisation, other than its parent, was changed."""

    name = "organisation.changed"
    sentence = _("{actor} mengubah keterangan {subject}.")
