"""The bell in the bar above every page."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from caruban.kernel.actors import Actor
from caruban.kernel.notices.queries import COUNTED, unread_count
from caruban.kernel.tiles.interface import Signal, signals


@signals
def unread(actor: Actor) -> Iterator[Signal]:
    """Count what a reader has not read yet."""
    if actor.is_authenticated:
        address = reverse("notices:list")
        yield Signal(_("Pemberitahuan"), address, unread_count(actor), most=COUNTED)
