"""Who follows which event, by its name."""

from collections.abc import Callable

from caruban.kernel.events.models import Happening

Follower = Callable[[Happening], object]
Wanted = Callable[[Happening], bool]
FOLLOWERS: dict[str, list[Follower]] = {}
WATCHERS: list[tuple[Follower, Wanted]] = []  # of whatever happens, where it is wanted
