"""Background work of evaluation: remind the responsible units by mail."""

import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from caruban.evaluation.actions.reminders import claim_mail
from caruban.evaluation.models import Answer
from caruban.evaluation.queries.progress import due_on
from caruban.evaluation.queries.reminders import answers_to_remind, people_of, reachable
from caruban.kernel.accounts.models import User
from caruban.kernel.actors import Actor
from caruban.kernel.jobs import job

LANGUAGE = "id"

logger = logging.getLogger(__name__)


@job(every="0 0 * * *", queue="mail", title=gettext_lazy("Mengingatkan perangkat daerah"))
def remind(timestamp: int) -> int:
    """Remind units of what they owe, each morning (07.00 WIB); give how many mails went out."""
    on = timezone.localdate(datetime.fromtimestamp(timestamp, UTC))
    return send_reminders(by=User.objects.system(), on=on)


def send_reminders(*, by: Actor, on: date) -> int:
    """Send each person one mail about all that their unit owes; give how many went out.

    Safe to run twice, side by side, or again after a kill: a mail is claimed before it is sent.
    The mail server is greeted before anything is claimed: one that is away loses no reminder,
    the job is tried again. Without a mail server nothing happens.
    """
    answers = answers_to_remind(on=on) if settings.CAN_MAIL else []
    if not answers:
        return 0
    owed = people_of(answers, on=on)
    connection = get_connection()
    connection.open()
    try:
        return sum(_remind(one, owed[one.pk], connection, by, on) for one in reachable(owed))
    finally:
        connection.close()


def _remind(
    user: User, answers: Sequence[Answer], connection: BaseEmailBackend, by: Actor, on: date
) -> bool:
    if not claim_mail(user, by=by, answers=answers, on=on):
        return False
    with translation.override(LANGUAGE):
        mail = EmailMessage(
            subject=_subject(answers, on),
            body=_body(user, answers, on),
            to=[user.email],
            connection=connection,
        )
    try:
        mail.send()
    except OSError:  # what smtplib raises is one; the others still get theirs
        logger.exception("reminder to user %s was claimed but not sent", user.pk)
        return False
    return True


def _subject(answers: Sequence[Answer], on: date) -> str:
    late = sum((due_on(one) or on) < on for one in answers)
    if late:
        return ngettext(
            "%(late)d indikator evaluasi lewat tenggat",
            "%(late)d indikator evaluasi lewat tenggat",
            late,
        ) % {"late": late}
    return ngettext(
        "%(count)d indikator evaluasi menunggu jawaban Anda",
        "%(count)d indikator evaluasi menunggu jawaban Anda",
        len(answers),
    ) % {"count": len(answers)}


def _body(user: User, answers: Sequence[Answer], on: date) -> str:
    lines = [
        {
            "name": one.assessment.instrument.content.by_number[one.number].name,
            "number": one.number,
            "assessment": str(one.assessment),
            "unit": one.unit.name,
            "due": due_words(due_on(one) or on, on),
            "url": settings.BASE_URL
            + reverse(
                "evaluation:indicator",
                kwargs={
                    "region": one.assessment.institution.region_code,
                    "year": one.assessment.year,
                    "number": one.number,
                },
            )
            + f"?instrumen={one.assessment.instrument.code}",
        }
        for one in answers
    ]
    context = {"name": user.name, "lines": lines, "home": settings.BASE_URL}
    return render_to_string("evaluation/mail/reminder.txt", context)


def due_words(due: date, on: date) -> str:
    """Say when something is due, as seen from a day."""
    day = due.strftime("%d-%m-%Y")
    left = (due - on).days
    if left < 0:
        return ngettext(
            "%(day)s, sudah lewat %(days)d hari", "%(day)s, sudah lewat %(days)d hari", -left
        ) % {"day": day, "days": -left}
    if left == 0:
        return _("%(day)s, hari ini") % {"day": day}
    return ngettext("%(day)s, %(days)d hari lagi", "%(day)s, %(days)d hari lagi", left) % {
        "day": day,
        "days": left,
    }
