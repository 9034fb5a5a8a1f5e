"""What readers do with their notices: read them, choose which they want, have no more mails.

No permission is asked: everyone has notices of their own, and reaches no others. No records.
"""

from collections.abc import Mapping
from datetime import datetime

from django.core import signing
from django.db import transaction

from caruban.kernel.accounts.models import User
from caruban.kernel.actors import Actor, key_of
from caruban.kernel.notices.kinds import KINDS, Mailing
from caruban.kernel.notices.models import Choice, Letter, Notice
from caruban.kernel.notices.queries import choices_of, of_reader

SALT = "caruban.notices.stop"


def read(pk: int, *, by: Actor, at: datetime) -> None:
    """Mark one of a reader's own notices as read; any other stays as it is."""
    of_reader(by).filter(pk=pk, read_at=None).update(read_at=at)


def unread(pk: int, *, by: Actor) -> None:
    """Mark one of a reader's own notices as not read."""
    of_reader(by).filter(pk=pk).update(read_at=None)


def read_all(*, by: Actor, at: datetime, kind: str = "") -> int:
    """Mark all of a reader's notices as read, or those of one kind; give how many they were."""
    rows = of_reader(by).filter(read_at=None)
    return (rows.filter(kind=kind) if kind else rows).update(read_at=at)


def choose(choices: Mapping[str, tuple[bool, Mailing]], *, by: Actor) -> None:
    """Keep what a reader wants of each kind: in the product or not, when by mail."""
    with transaction.atomic():
        for name, (is_shown, mailing) in choices.items():
            KINDS.named(name)
            Choice.objects.update_or_create(
                user_id=key_of(by), kind=name, defaults={"is_shown": is_shown, "mailing": mailing}
            )


def word_to_stop(letter: Letter) -> str:
    """Give the signed word by which a mail's reader stops mails like it, without signing in."""
    kinds = [] if letter.digest_on else [one.kind for one in letter.notices.all()]
    return signing.dumps([letter.user_id, kinds], salt=SALT)


def meant_by(word: str) -> tuple[User, list[str]]:
    """Give whose mails of which kinds a signed word stops; no kinds: all of the daily digest.

    Raises ValueError for a word that is not ours, or somebody who is gone.
    """
    try:
        key, kinds = signing.loads(word, salt=SALT)
        return User.objects.get(pk=key), kinds
    except (signing.BadSignature, User.DoesNotExist) as error:
        raise ValueError("not a word of ours") from error


def stop(word: str) -> None:
    """Mail somebody nothing more of what a mail told them; in the product it goes on.

    Raises ValueError for a word that is not ours.
    """
    user, kinds = meant_by(word)
    with transaction.atomic():
        for one in choices_of(user):
            if one.kind.name in kinds or (not kinds and one.mailing == Mailing.DAILY):
                choose({one.kind.name: (one.is_shown, Mailing.NEVER)}, by=user)
        waiting = Notice.objects.filter(user=user, letter=None)
        (waiting.filter(kind__in=kinds) if kinds else waiting).update(mailing=Mailing.NEVER)
