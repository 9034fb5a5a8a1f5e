"""Following events: each happening is one job; a killed one runs again."""

from django.utils.translation import gettext_lazy as _

from caruban.kernel.events.following import FOLLOWERS, WATCHERS
from caruban.kernel.events.models import Happening
from caruban.kernel.jobs import job


@job(queue="events", title=_("Menindaklanjuti peristiwa"))
def follow(*, happening: int) -> None:
    """Run every follower of one happening."""
    row = Happening.objects.get(pk=happening)
    for follower in FOLLOWERS.get(row.name, []):
        follower(row)
    for watcher, is_wanted in WATCHERS:
        if is_wanted(row):
            watcher(row)
