"""The verbs of invitations: invite, send again, withdraw; and accept, by who has the link."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caruban.kernel.accounts.actions import enrol, grant
from caruban.kernel.accounts.models import User
from caruban.kernel.accounts.permissions import AccountPermission
from caruban.kernel.actions import acting, action
from caruban.kernel.actors import Actor, key_of
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import emit
from caruban.kernel.invitations.events import (
    InvitationAccepted,
    InvitationMade,
    InvitationResent,
    InvitationWithdrawn,
)
from caruban.kernel.invitations.jobs import post
from caruban.kernel.invitations.models import Invitation
from caruban.kernel.invitations.queries import account_of, stands
from caruban.kernel.organisations.models import Organisation

PAUSE = timedelta(minutes=2)  # between two sendings of one invitation


@action(AccountPermission.GRANT)
def invite(
    organisation: Organisation,
    *,
    by: Actor,
    email: str,
    role: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Invitation:
    """Ask the owner of an address by mail to take a role in an organisation.

    Whether the address has an account is not looked at, so that nobody learns it from the answer.
    Refused to one's own address. Raises ValidationError for the same invitation that still waits.
    """
    address = email.strip().lower()
    if address == str(getattr(by, "email", "")).lower():
        raise Refused(_("Anda tidak dapat mengundang diri sendiri."), field="email")
    if valid_to is not None and valid_to < timezone.localdate():
        raise Refused(_("Tanggal akhir sudah lewat."), field="valid_to")
    invitation = Invitation(
        organisation=organisation,
        email=address,
        role=role,
        valid_from=valid_from,
        valid_to=valid_to,
        expires_at=_until(timezone.now()),
        invited_by_id=key_of(by),
    )
    invitation.full_clean()
    invitation.save()
    emit(InvitationMade(subject=invitation))
    post.defer(invitation=invitation.pk, serial=invitation.serial)
    return invitation


@action(AccountPermission.GRANT)
def resend(invitation: Invitation, *, by: Actor) -> Invitation:
    """Send an invitation anew, with a new link and time; who sends answers for it from now on.

    Refused for one that was accepted or withdrawn, and within two minutes of the last sending.
    """
    _ask_pending(invitation)
    now = timezone.now()
    if invitation.sent_at is not None and now - invitation.sent_at < PAUSE:
        raise Refused(_("Undangan ini baru saja dikirim. Tunggu dua menit."))
    invitation.serial += 1
    invitation.expires_at = _until(now)
    invitation.sent_at, invitation.is_refused = None, False
    invitation.invited_by_id = key_of(by)
    invitation.save(
        update_fields=[
            "serial", "expires_at", "sent_at", "is_refused", "invited_by", "updated_at",
        ]
    )  # fmt: skip
    emit(InvitationResent(subject=invitation))
    post.defer(invitation=invitation.pk, serial=invitation.serial)
    return invitation


@action(AccountPermission.GRANT)
def withdraw(invitation: Invitation, *, by: Actor) -> Invitation:
    """Take an invitation back: its link opens nothing from now on.

    Refused for one that was accepted or withdrawn.
    """
    _ask_pending(invitation)
    invitation.state = Invitation.State.WITHDRAWN
    invitation.save(update_fields=["state", "updated_at"])
    emit(InvitationWithdrawn(subject=invitation))
    return invitation


def accept(
    invitation: Invitation, *, by: Actor, now: datetime, name: str = "", password: str = ""
) -> User:
    """Take the offered role, by the link that was mailed: with one's account, or a new one.

    by               the owner of the account, signed in; a guest where the address has none yet
    name, password   of the new account; not looked at where there is one

    The right to it is the link's, and that of who invited: it is asked again here. Refused where
    the link was used meanwhile, for another account than the address has, and as `grant` is.
    Raises ValidationError for a weak password.
    """
    with transaction.atomic():
        fresh = _locked(invitation)
        if fresh.serial != invitation.serial or not stands(fresh, at=now):
            raise Refused(_("Undangan ini tidak berlaku lagi. Minta undangan baru."))
        giver, owner = fresh.invited_by, account_of(fresh)
        if owner is None:
            owner = enrol(by=giver, email=fresh.email, name=name, password=password)
        elif owner.pk != by.pk or not owner.is_active or owner.is_system:
            raise Refused(_("Undangan ini untuk akun lain."))
        begin = fresh.valid_from or timezone.localdate(now)
        grant(
            fresh.organisation, by=giver, user=owner, role=fresh.role,
            valid_from=begin, valid_to=fresh.valid_to,
        )  # fmt: skip
        with acting(owner):
            fresh.state = Invitation.State.ACCEPTED
            fresh.accepted_by, fresh.accepted_at = owner, now
            fresh.save(update_fields=["state", "accepted_by", "accepted_at", "updated_at"])
            emit(InvitationAccepted(subject=fresh))
        return owner


def _locked(invitation: Invitation) -> Invitation:
    """Give the invitation as it is now; all of its address wait, so that it gets one account."""
    rows = Invitation.objects.select_for_update(of=("self",)).filter(email=invitation.email)
    every = rows.select_related("invited_by", "organisation__institution").order_by("pk")
    return next(row for row in every if row.pk == invitation.pk)


def _ask_pending(invitation: Invitation) -> None:
    if invitation.state == Invitation.State.ACCEPTED:
        raise Refused(_("Undangan ini sudah diterima."))
    if invitation.state == Invitation.State.WITHDRAWN:
        raise Refused(_("Undangan ini sudah ditarik."))


def _until(now: datetime) -> datetime:
    return now + timedelta(days=settings.INVITATION_DAYS)
