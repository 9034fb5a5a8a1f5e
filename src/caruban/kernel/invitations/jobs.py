"""The mail of an invitation goes out."""

from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caruban.kernel.accounts.models import User
from caruban.kernel.actions import acting
from caruban.kernel.invitations.links import link_of
from caruban.kernel.invitations.models import Invitation
from caruban.kernel.jobs import job

FOR_GOOD = 500  # answers of SMTP from here on are final (RFC 5321 4.2.1)


@job(queue="mail", title=gettext_lazy("Mengirim undangan"))
def post(invitation: int, serial: int) -> bool:
    """Send the mail of an invitation's sending, unless it was sent or is past; give whether it was.

    No transaction is open meanwhile. A server that is away gets it again; one that refuses the
    address for good does not. A worker that dies right after the server took the mail sends it
    once more, with the same link.
    """
    waiting = Invitation.objects.filter(
        pk=invitation, serial=serial, state=Invitation.State.PENDING, sent_at=None, is_refused=False
    )
    found = waiting.select_related("organisation__institution", "invited_by").first()
    if found is None or not settings.CAN_MAIL:
        return False
    try:
        written(found).send()
    except SMTPRecipientsRefused as error:
        if any(code < FOR_GOOD for code, _answer in error.recipients.values()):
            raise
        _note(invitation, serial, is_refused=True)
        return False
    _note(invitation, serial, sent_at=timezone.now())
    return True


def written(invitation: Invitation) -> EmailMessage:
    """Write the mail, in Indonesian: nobody chose a language yet."""
    with translation.override(settings.LANGUAGE_CODE):
        place = " ".join(invitation.organisation.name.split())  # a subject is one line
        return EmailMessage(
            subject=_("Undangan ke Caruban %(place)s") % {"place": place},
            body=render_to_string(
                "invitations/mail.txt", {"invitation": invitation, "link": link_of(invitation)}
            ),
            to=[invitation.email],
            headers={"Auto-Submitted": "auto-generated"},
        )


def _note(invitation: int, serial: int, **values: object) -> None:
    with transaction.atomic(), acting(User.objects.system()):
        Invitation.objects.filter(pk=invitation, serial=serial).update(**values)
