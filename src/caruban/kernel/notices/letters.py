"""Mails about notices: gathered into a day's digest, claimed, sent, recorded.

What is sent twice, and when: a worker that dies, or loses its database, after the mail server took
a mail and before that is written down, sends that one mail again, with the same `Message-ID`. A
server that breaks off after the text is the same case from outside. Everything else is sent once:
a mail belongs to one worker at a time, and no transaction is open while one talks to the server.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import ngettext

from caruban.kernel.accounts.models import User
from caruban.kernel.events.stream import tell
from caruban.kernel.notices.actions import word_to_stop
from caruban.kernel.notices.kinds import KINDS, Mailing
from caruban.kernel.notices.making import new_message_id
from caruban.kernel.notices.models import Letter, Notice
from caruban.kernel.notices.queries import visible_of

CLAIM = timedelta(minutes=5)  # after which a worker that claimed a mail counts as dead
OLDEST = timedelta(days=7)  # of a notice that a digest still tells
GIVEN_UP = timedelta(days=2)  # after which a mail that cannot be sent is dropped
PAUSES = (1, 5, 15, 60, 180)  # minutes until the next try; the last one from then on
LONGEST = 100  # notices that a digest tells; the rest is on the page

REFUSED_FOR_GOOD = range(500, 600)  # answers of SMTP (RFC 5321 4.2.1)


@dataclass(frozen=True)
class Line:
    """One notice as a mail tells it."""

    sentence: str
    url: str


def gather(*, on: date) -> int:
    """Make a day's digests of what is unread and chosen for it; give how many were made.

    Bears repeats: one digest per reader and day, each notice in one mail.
    """
    if not settings.CAN_MAIL:
        return 0
    waiting = Notice.objects.filter(
        mailing=Mailing.DAILY, letter=None, read_at=None, made_at__gte=timezone.now() - OLDEST
    )
    readers = waiting.order_by("user").values_list("user", flat=True).distinct()
    return sum(_gathered(reader, waiting.filter(user=reader), on) for reader in list(readers))


def _gathered(reader: int, waiting: "QuerySet[Notice]", on: date) -> bool:
    with transaction.atomic():
        letter, is_new = Letter.objects.get_or_create(
            user_id=reader, digest_on=on, defaults={"message_id": new_message_id()}
        )
        if is_new:
            waiting.update(letter=letter)
        return is_new


def claim(*, at: datetime) -> Letter | None:
    """Take the mail that waits longest for this worker, in a moment's transaction; None: none."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=at - CLAIM)
    with transaction.atomic():
        rows = Letter.objects.select_for_update(skip_locked=True)
        letter = (
            rows.filter(free, sent_at=None, dropped_at=None, due_at__lte=at)
            .order_by("due_at", "pk")[:1]
            .first()
        )
        if letter is not None:
            letter.claimed_at, letter.tries = at, letter.tries + 1
            letter.save(update_fields=["claimed_at", "tries"])
        return letter


def post(letter: Letter) -> bool:
    """Send a claimed mail and record how it went; give whether the server is well.

    A server that refuses the mail for good has it dropped; one that is away, or hangs, gets it
    again after a pause, for two days.
    """
    mail = written(letter)
    if mail is None:
        _dropped(letter, "nothing to tell")
        return True
    try:
        mail.send()
    except (SMTPRecipientsRefused, SMTPDataError) as error:  # of this mail; the server is well
        if _is_final(error):
            _dropped(letter, type(error).__name__)
        else:
            _put_off(letter, type(error).__name__)
        return True
    except OSError as error:  # what smtplib raises is one
        _put_off(letter, type(error).__name__)
        return False
    Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now(), claimed_at=None, reason="")
    return True


def written(letter: Letter) -> EmailMessage | None:
    """Write a mail in its reader's language, of what they may see now; None: nothing to tell."""
    user = User.objects.get(pk=letter.user_id)
    rows = letter.notices.select_related("happening").order_by("pk")
    notices = visible_of(rows, to=user) if user.is_active else []
    if not notices:
        return None
    with translation.override(getattr(user, "language", "") or settings.LANGUAGE_CODE):
        stop = settings.BASE_URL + reverse("notices:stop", args=[word_to_stop(letter)])
        lines = [Line(_one_line(tell(one.happening)), _opened(one)) for one in notices[:LONGEST]]
        return EmailMessage(
            subject=_subject(letter, notices),
            body=render_to_string(
                "notices/mail/letter.txt",
                {
                    "name": _one_line(user.name),
                    "lines": lines,
                    "left": len(notices) - len(lines),
                    "digest_on": letter.digest_on,
                    "page": settings.BASE_URL + reverse("notices:list"),
                    "choices": settings.BASE_URL + reverse("notices:choices"),
                    "stop": stop,
                },
            ),
            to=[user.email],
            headers={
                "Message-ID": letter.message_id,
                "Auto-Submitted": "auto-generated",
                "List-Unsubscribe": f"<{stop}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
            connection=get_connection(),
        )


def _subject(letter: Letter, notices: list[Notice]) -> str:
    if not letter.digest_on:
        return str(KINDS.named(notices[0].kind).title)
    said = ngettext(
        "%(many)d pemberitahuan sampai %(day)s",
        "%(many)d pemberitahuan sampai %(day)s",
        len(notices),
    )
    return said % {"many": len(notices), "day": date_format(letter.digest_on, "j F Y")}


def _one_line(text: str) -> str:
    """Write a text on one line: nobody's name adds lines of its own to a mail."""
    return " ".join(text.split())


def _opened(notice: Notice) -> str:
    return settings.BASE_URL + reverse("notices:open", args=[notice.pk])


def _is_final(error: SMTPRecipientsRefused | SMTPDataError) -> bool:
    if isinstance(error, SMTPDataError):
        return error.smtp_code in REFUSED_FOR_GOOD
    codes = [code for code, _answer in error.recipients.values()]
    return all(code in REFUSED_FOR_GOOD for code in codes)


def _dropped(letter: Letter, reason: str) -> None:
    Letter.objects.filter(pk=letter.pk).update(
        dropped_at=timezone.now(), claimed_at=None, reason=reason
    )


def _put_off(letter: Letter, reason: str) -> None:
    now = timezone.now()
    if now - letter.made_at > GIVEN_UP:
        _dropped(letter, reason)
        return
    minutes = PAUSES[min(letter.tries, len(PAUSES)) - 1]
    Letter.objects.filter(pk=letter.pk).update(
        due_at=now + timedelta(minutes=minutes), claimed_at=None, reason=reason
    )
