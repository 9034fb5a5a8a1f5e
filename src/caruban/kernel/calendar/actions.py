"""What somebody does with the address of their calendar: open, renew, revoke; only their own."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection, transaction

from caruban.kernel.accounts.models import User
from caruban.kernel.actions import acting
from caruban.kernel.actors import Actor, key_of
from caruban.kernel.calendar.events import FeedOpened, FeedRevoked
from caruban.kernel.calendar.models import Feed
from caruban.kernel.events.stream import emit

BYTES = 32  # of a secret: nobody guesses it
OFTEN = timedelta(minutes=10)  # reading is written down at most so often

NOTE_USE = """
INSERT INTO calendar_feeduse AS old (feed_id, at, address) VALUES (%s, %s, %s)
ON CONFLICT (feed_id) DO UPDATE SET at = EXCLUDED.at, address = EXCLUDED.address
"""


def digest_of(secret: str) -> str:
    """Give what is kept of a secret; a slow hash protects what people invent, this is random."""
    return sha256(secret.encode()).hexdigest()


def open_feed(*, by: Actor) -> str:
    """Give oneself a secret address, or a new one; the former is dead. Give its secret.

    Raises PermissionDenied for a guest.
    """
    secret = secrets.token_urlsafe(BYTES)
    with transaction.atomic(), acting(by):
        owner = User.objects.select_for_update(of=("self",)).get(pk=key_of(by))
        feed = Feed.objects.filter(owner=owner).first() or Feed(owner=owner)
        feed.digest = digest_of(secret)
        feed.save()
        emit(FeedOpened(subject=feed))
    return secret


def revoke_feed(*, by: Actor) -> bool:
    """Make one's address open nothing any more; say whether there was one."""
    with transaction.atomic(), acting(by):
        feed = Feed.objects.select_for_update().filter(owner_id=key_of(by)).first()
        if feed is None:
            return False
        emit(FeedRevoked(subject=feed))
        feed.delete()
        return True


def note_use(feed: Feed, *, at: datetime, address: str) -> None:
    """Write down that a feed was read, at most as often as `OFTEN`."""
    used = getattr(feed, "last_use", None)
    if used is not None and used.at > at - OFTEN:
        return
    with connection.cursor() as cursor:
        cursor.execute(NOTE_USE, [feed.pk, at, address[:64]])
