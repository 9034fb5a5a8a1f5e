"""The verb of reminders: claim one before it is sent, so that it is never sent twice."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from caruban.evaluation.models import Answer, Reminder, ReminderMail
from caruban.evaluation.permissions import EvaluationPermission
from caruban.kernel.access import require
from caruban.kernel.accounts.models import User
from caruban.kernel.actions import acting
from caruban.kernel.actors import Actor


def claim_mail(user: User, *, by: Actor, answers: Sequence[Answer], on: date) -> bool:
    """Write down that a person is reminded on a day, before any mail goes out; say whether it may.

    Two workers, or the same one after a kill, claim once: the second gets False and sends nothing.
    A kill between claim and sending loses that day's mail; it never doubles it. Raises
    PermissionDenied for who does not steer the evaluations.
    """
    with transaction.atomic(), acting(by):
        for answer in answers:
            require(by, EvaluationPermission.STEER, answer.assessment)
        try:
            with transaction.atomic():
                ReminderMail.objects.create(user=user, on=on)
        except IntegrityError:
            return False
        Reminder.objects.bulk_create(
            [Reminder(answer=answer, on=on) for answer in answers], ignore_conflicts=True
        )
        return True
