from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from caruban.kernel.events.stream import Event


@dataclass(frozen=True, kw_only=True)
class FeedOpened(Event):
    """Somebody has a secret address for their calendar program; a former one is dead."""

    name = "calendar_feed.opened"
    sentence = _("{actor} membuat alamat langganan kalender.")


@dataclass(frozen=True, kw_only=True)
class FeedRevoked(Event):
    """The secret address of somebody's calendar opens nothing any more."""

    name = "calendar_feed.revoked"
    sentence = _("{actor} mencabut alamat langganan kalender.")
