"""The verbs of accounts: enrol a person, grant a role, end it."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _

from caruban.kernel.access import require
from caruban.kernel.accounts.events import MembershipEnded, MembershipGranted
from caruban.kernel.accounts.models import Membership, User
from caruban.kernel.accounts.permissions import AccountPermission
from caruban.kernel.accounts.roles import Role
from caruban.kernel.actions import acting, action
from caruban.kernel.actors import Actor
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import emit
from caruban.kernel.organisations.models import Organisation


def enrol(*, by: Actor, email: str, name: str, password: str | None = None) -> User:
    """Make an account. Without a password its owner sets one through "lupa kata sandi".

    Raises ValidationError for a taken address or a weak password, PermissionDenied.
    """
    with transaction.atomic(), acting(by):
        require(by, AccountPermission.MANAGE_USERS)
        if password is not None:
            validate_password(password, User(email=email, name=name))
        return User.objects.create_user(email, password, name=name)


def choose_language(*, by: Actor, language: str) -> None:
    """Keep the language that somebody reads in, for pages on every device and for mail.

    A guest's is kept by the browser alone. Raises ValidationError for a language we do not speak.
    """
    if by.pk is None:
        return
    with transaction.atomic(), acting(by):
        user = User.objects.select_for_update().get(pk=by.pk)
        user.language = language
        user.clean_fields(exclude=["password"])
        user.save(update_fields=["language", "updated_at"])


@action(AccountPermission.GRANT)
def grant(
    organisation: Organisation,
    *,
    by: Actor,
    user: User,
    role: str,
    valid_from: date,
    valid_to: date | None = None,
    **details: Any,
) -> Membership:
    """Give a user a role in an organisation, for a period, both days included.

    Refused to oneself, for a period that ends before it begins, and for a role that the user
    holds there already. Raises ValidationError for an acting official without a last day.
    """
    if user.pk == by.pk:
        raise Refused(_("Anda tidak dapat memberi peran kepada diri sendiri."))
    if valid_to is not None and valid_to < valid_from:
        raise Refused(_("Tanggal akhir harus sesudah tanggal awal."), field="valid_to")
    same = Membership.objects.filter(organisation=organisation, user=user, role=role)
    if same.overlapping(valid_from, valid_to).exists():
        raise Refused(_("Pengguna ini sudah memegang peran yang sama."), field="role")
    membership = Membership(
        organisation=organisation,
        user=user,
        role=role,
        valid_from=valid_from,
        valid_to=valid_to,
        **details,
    )
    membership.full_clean()
    membership.save()
    emit(
        MembershipGranted(
            subject=membership,
            user=str(user),
            role=Role(role).label,
            organisation=str(organisation),
        )
    )
    return membership


def admit(
    organisation: Organisation, *, by: Actor, email: str, name: str, **membership: Any
) -> Membership:
    """Give a role to the owner of an address, making the account where there is none.

    The rest as for `grant`; raises what `enrol` and `grant` raise, and keeps both or nothing.
    """
    with transaction.atomic():
        user = User.objects.filter(email__iexact=email).first()
        user = user or enrol(by=by, email=email, name=name)
        return grant(organisation, by=by, user=user, **membership)


@action(AccountPermission.GRANT)
def end(membership: Membership, *, by: Actor, on: date) -> Membership:
    """End a role: `on` is the first day without it. Rights go with the request after this one.

    A role that had not begun by then keeps an empty period. Refused for a role that had ended
    already, and for one's own.
    """
    if membership.valid_to is not None and membership.valid_to < on:
        raise Refused(_("Peran ini sudah berakhir."), field="on")
    if membership.user_id == by.pk:
        raise Refused(_("Anda tidak dapat mengakhiri peran Anda sendiri."))
    membership.valid_from = min(membership.valid_from, on)
    membership.valid_to = on - timedelta(days=1)
    membership.save(update_fields=["valid_from", "valid_to"])
    emit(MembershipEnded(subject=membership, on=on.isoformat()))
    return membership
