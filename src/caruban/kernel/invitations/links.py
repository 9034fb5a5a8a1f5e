"""The link of an invitation: signed, so that nobody makes one up; nothing of it is kept."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from caruban.kernel.invitations.models import Invitation

SALT = "caruban.invitations"
SEPARATOR = "."  # as it stands in an address, unlike Django's colon


def key_of(invitation: Invitation) -> str:
    """Give what stands in the link of an invitation's last sending."""
    return str(_signer().sign_object([invitation.pk, invitation.serial]))


def link_of(invitation: Invitation) -> str:
    """Give the address that is mailed."""
    return str(settings.BASE_URL) + reverse("invitations:accept", args=[key_of(invitation)])


def read(key: str) -> tuple[int, int]:
    """Give the invitation and the sending that a link names; (0, 0) for one that is not ours."""
    try:
        pk, serial = _signer().unsign_object(key)
    except signing.BadSignature:
        return 0, 0
    return pk, serial


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT, sep=SEPARATOR)
