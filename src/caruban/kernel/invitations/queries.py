"""What the link of an invitation opens."""

from datetime import datetime

from caruban.kernel.access import may
from caruban.kernel.accounts.models import User
from caruban.kernel.accounts.permissions import AccountPermission
from caruban.kernel.invitations.links import read
from caruban.kernel.invitations.models import Invitation


def opened_by(key: str, *, at: datetime) -> Invitation | None:
    """Give the invitation that a link opens at a moment, organisation and inviter joined.

    None where the signature is wrong, the link is an earlier one, has expired or was used, and
    where who invited may not give this role any more.
    """
    pk, serial = read(key)
    rows = Invitation.objects.select_related("organisation__institution", "invited_by")
    found = rows.filter(pk=pk, serial=serial).first()
    return found if found is not None and stands(found, at=at) else None


def stands(invitation: Invitation, *, at: datetime) -> bool:
    """Say whether an invitation can be accepted at a moment, as far as it depends on us."""
    giver, place = invitation.invited_by, invitation.organisation
    return (
        invitation.is_open(at)
        and may(giver, AccountPermission.GRANT, place)
        and may(giver, AccountPermission.MANAGE_USERS)
    )


def account_of(invitation: Invitation) -> User | None:
    """Give the account of the address that was invited, if there is one."""
    return User.objects.filter(email__iexact=invitation.email).first()
