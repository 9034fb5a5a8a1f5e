"""The calendar in navigation and palette."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from caruban.kernel.actors import Actor
from caruban.kernel.tiles.interface import Command, Link, commands, links


@links
def places(actor: Actor) -> Iterator[Link]:
    """Lead to the calendar whoever signed in."""
    if actor.is_authenticated:
        yield Link(_("Kalender"), reverse("calendar:month"), icon="calendar", letter="k")


@commands
def begun(actor: Actor) -> Iterator[Command]:
    """Have the calendar read by a program."""
    if actor.is_authenticated:
        yield Command(
            _("Berlangganan kalender"),
            reverse("calendar:subscription"),
            _("ical google outlook tenggat"),
            "calendar-clock",
        )
