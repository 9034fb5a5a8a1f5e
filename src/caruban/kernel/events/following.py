"""Who follows which event, by its name."""

from collections.abc import Callable

from caruban.kernel.events.models import Happening

Follower = Callable[[Happening], None]
FOLLOWERS: dict[str, list[Follower]] = {}
