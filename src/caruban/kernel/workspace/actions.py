"""What people do to their own desk: visits written down, favourites kept, moved, named, dropped.

No permission is asked: everyone has one desk, and reaches no other. Nothing here is a record.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from caruban.kernel.actors import Actor, key_of
from caruban.kernel.errors import Refused
from caruban.kernel.workspace.models import Desk, Visit
from caruban.kernel.workspace.places import LONGEST_TITLE, Place

KEPT = 50  # favourites, at most
REMEMBERED = 40  # visits of one person, at most
FORGOTTEN = timedelta(days=90)

UPSERT = """
INSERT INTO workspace_visit AS old
    (user_id, url, title, note, model, subject, permission, seen_at, changed_at)
VALUES (%(user)s, %(url)s, %(title)s, %(note)s, %(model)s, %(pk)s, %(permission)s, %(at)s,
        CASE WHEN %(changed)s THEN %(at)s::timestamptz END)
ON CONFLICT (user_id, url) DO UPDATE SET
    title = EXCLUDED.title, note = EXCLUDED.note, model = EXCLUDED.model,
    subject = EXCLUDED.subject, permission = EXCLUDED.permission, seen_at = EXCLUDED.seen_at,
    changed_at = coalesce(EXCLUDED.changed_at, old.changed_at)
WHERE old.seen_at <= EXCLUDED.seen_at - interval '1 minute' OR old.title <> EXCLUDED.title
    OR EXCLUDED.changed_at IS NOT NULL
RETURNING xmax = 0
"""


def visit(place: Place, *, by: Actor, at: datetime, changed: bool = False) -> None:
    """Write down that somebody is at a place; a visit of the last minute stays as it is.

    The first visit of a place drops the person's oldest ones, beyond `REMEMBERED`.
    """
    details = {**place.plain, "user": key_of(by), "at": at, "changed": changed}
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, details)
        is_new = cursor.fetchone() == (True,)
    if is_new:
        mine = Visit.objects.filter(user=key_of(by))
        mine.filter(pk__in=mine.values("pk")[REMEMBERED:]).delete()


def forget(*, at: datetime) -> int:
    """Drop visits that are older than `FORGOTTEN`; give how many."""
    return Visit.objects.filter(seen_at__lt=at - FORGOTTEN).delete()[0]


def keep(place: Place, *, by: Actor) -> None:
    """Put a place last among the favourites; one that is kept already stays where it is.

    Refused beyond `KEPT`.
    """

    def add(places: list[Place]) -> list[Place]:
        if any(one.url == place.url for one in places):
            return places
        if len(places) >= KEPT:
            raise Refused(
                _("Favorit Anda sudah %(count)d, paling banyak. Hapus satu dahulu.")
                % {"count": KEPT}
            )
        return [*places, place]

    _change(by, add)


def drop(url: str, *, by: Actor) -> None:
    """Take a place from the favourites; one that is not there is no fault."""
    _change(by, lambda places: [one for one in places if one.url != url])


def rename(url: str, *, by: Actor, title: str) -> None:
    """Give a favourite another title. Refused for an empty one, or one too long."""
    title = " ".join(title.split())
    if not title:
        raise Refused(_("Isi nama favorit."), field="title")
    if len(title) > LONGEST_TITLE:
        raise Refused(
            _("Nama favorit paling panjang %(count)d karakter.") % {"count": LONGEST_TITLE},
            field="title",
        )
    _change(
        by, lambda places: [replace(one, title=title) if one.url == url else one for one in places]
    )


def move(url: str, *, by: Actor, steps: int) -> None:
    """Move a favourite up (-1) or down (1) in its order; at an end it stays."""

    def moved(places: list[Place]) -> list[Place]:
        index = next((i for i, one in enumerate(places) if one.url == url), None)
        if index is None:
            return places
        rest = places[:index] + places[index + 1 :]
        target = min(max(index + steps, 0), len(rest))
        return [*rest[:target], places[index], *rest[target:]]

    _change(by, moved)


def arrange(urls: Sequence[str], *, by: Actor) -> None:
    """Put the favourites in the order of addresses; those that it does not name come last."""
    order = {url: index for index, url in enumerate(urls)}
    _change(by, lambda places: sorted(places, key=lambda one: order.get(one.url, len(order))))


def use_shortcuts(*, by: Actor, wanted: bool) -> None:
    """Switch shortcuts of a single letter on or off for a person."""
    Desk.objects.update_or_create(user_id=key_of(by), defaults={"shortcuts": wanted})


def _change(by: Actor, change: Callable[[list[Place]], list[Place]]) -> None:
    """Change the favourites under a lock, so that two tabs do not lose each other's."""
    with transaction.atomic():
        Desk.objects.get_or_create(user_id=key_of(by))
        desk = Desk.objects.select_for_update().get(user_id=key_of(by))
        desk.favourites = [one.plain for one in change(desk.places)]
        desk.save(update_fields=["favourites"])
