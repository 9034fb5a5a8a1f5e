"""The verbs of accounts: enrol a person, change or close the account; grant a role, end it."""

from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caruban.kernel.access import reached, require
from caruban.kernel.accounts.events import (
    MembershipChanged,
    MembershipEnded,
    MembershipGranted,
    UserChanged,
    UserGuardsReset,
    UserLeft,
    UserReturned,
)
from caruban.kernel.accounts.jobs import tell_owner
from caruban.kernel.accounts.leaving import end_everything
from caruban.kernel.accounts.models import Membership, SignIn, User
from caruban.kernel.accounts.permissions import AccountPermission
from caruban.kernel.accounts.roles import Role
from caruban.kernel.accounts.sessions import end_all
from caruban.kernel.accounts.signins import note
from caruban.kernel.actions import acting, action
from caruban.kernel.actors import Actor, key_of
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import emit
from caruban.kernel.organisations.models import Organisation

CHANGEABLE = frozenset({"name", "email"})
SETTABLE = frozenset({"valid_from", "valid_to", "standing", "on_behalf_of", "decree", "reason"})


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


def change_own(*, by: Actor, name: str, language: str) -> User:
    """Set one's own name and the language that one reads in; the address is an operator's to set.

    Raises ValidationError for an empty name or a language we do not speak, PermissionDenied for a
    guest and for a program that acts for somebody.
    """
    if by.limited_to is not None:
        raise PermissionDenied
    with transaction.atomic(), acting(by):
        user = User.objects.select_for_update().get(pk=key_of(by))
        is_renamed = user.name != name
        user.name, user.language = name, language
        user.clean_fields(exclude=["password"])
        user.save(update_fields=["name", "language", "updated_at"])
        if is_renamed:
            emit(UserChanged(subject=user))
    return user


@action(AccountPermission.MANAGE_USERS)
def change_user(user: User, *, by: Actor, **values: Any) -> User:
    """Set the name or the address of a person; with a new address they sign in by that one.

    The former address is told, and neither it nor an outside provider opens the account any more.

    Refused where the person holds a role out of the actor's reach: who sets the address of an
    account can take it over. Raises ValidationError for an address that is taken.
    """
    _ask_all_in_reach(user, by)
    if unknown := values.keys() - CHANGEABLE:
        raise Refused(_("Isian ini tidak dikenal."), field=min(unknown))
    former = user.email
    for name, value in values.items():
        setattr(user, name, value)
    user.full_clean(exclude=["password"])
    user.save(update_fields=[*values, "updated_at"])
    if "email" in values:
        SocialAccount.objects.filter(user_id=user.pk).delete()
        EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).delete()
        tell_owner(user, "address", who=str(by), to=former)
    emit(UserChanged(subject=user))
    return user


@action(AccountPermission.MANAGE_USERS)
def deactivate(user: User, *, by: Actor, why: str) -> User:
    """Close the account of a person who left: their roles and sessions end now.

    Refused to oneself, without a reason, and where the person holds a role out of the actor's
    reach: then only those roles that are within it can be ended, by `end`.
    """
    if user.pk == by.pk:
        raise Refused(_("Anda tidak dapat menonaktifkan akun Anda sendiri."))
    if not why.strip():
        raise Refused(_("Isi alasannya."), field="why")
    if not user.is_active:
        raise Refused(_("Akun ini sudah tidak aktif."))
    _ask_all_in_reach(user, by)
    today = timezone.localdate()
    for membership in Membership.objects.select_for_update().not_over(today).filter(user=user):
        _end(membership, today)
    user.is_active = False
    user.save(update_fields=["is_active", "updated_at"])
    end_everything(user)
    emit(UserLeft(subject=user, why=why.strip()))
    return user


@action(AccountPermission.MANAGE_USERS)
def reactivate(user: User, *, by: Actor) -> User:
    """Open the account of somebody who came back; roles are granted anew.

    Refused for an account that is open, and as `deactivate` for roles out of reach.
    """
    if user.is_active:
        raise Refused(_("Akun ini masih aktif."))
    _ask_all_in_reach(user, by)
    user.is_active = True
    user.save(update_fields=["is_active", "updated_at"])
    emit(UserReturned(subject=user))
    return user


@action(AccountPermission.MANAGE_USERS)
def reset_guards(user: User, *, by: Actor, why: str) -> User:
    """Remove the second step of somebody who lost it; they sign in by password and set up another.

    Their sessions end, and they are told by mail. Refused to oneself, without a reason, where there
    is nothing to remove, and as `deactivate` for roles out of reach.
    """
    if user.pk == by.pk:
        raise Refused(_("Anda tidak dapat menghapus verifikasi dua langkah Anda sendiri di sini."))
    if not why.strip():
        raise Refused(_("Isi alasannya."), field="why")
    _ask_all_in_reach(user, by)
    gone, _each = Authenticator.objects.filter(user_id=user.pk).delete()
    if not gone:
        raise Refused(_("Akun ini tidak memakai verifikasi dua langkah."))
    end_all(user)
    note(None, SignIn.Kind.REMOVED, user=user)
    emit(UserGuardsReset(subject=user, why=why.strip()))
    tell_owner(user, "reset", who=str(by))
    return user


def _ask_all_in_reach(user: User, by: Actor) -> None:
    """Refuse to touch an account that also opens what the actor may not open."""
    if user.is_system:
        raise PermissionDenied
    places = reached(by, AccountPermission.MANAGE_USERS)
    held = Membership.objects.not_over(timezone.localdate()).filter(user=user)
    for path in held.values_list("organisation__path", flat=True):
        if not any(path.startswith(place) for place in places):
            raise Refused(
                _(
                    "Pengguna ini juga memegang peran di luar wewenang Anda. Akunnya hanya dapat "
                    "diubah oleh pengelola yang membawahi semua perannya."
                )
            )


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

    Refused to oneself, for a period that ends before it begins, for a role that the user
    holds there already, for standing in without a decree and a reason, and for standing in for
    somebody who does not hold it. Raises ValidationError for an acting official without a last day.
    """
    if user.pk == by.pk:
        raise Refused(_("Anda tidak dapat memberi peran kepada diri sendiri."))
    membership = Membership(
        organisation=organisation,
        user=user,
        role=role,
        valid_from=valid_from,
        valid_to=valid_to,
        **details,
    )
    _ask_fitting(membership)
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

    Who holds no role any more is signed out everywhere. A role that had not begun by then keeps an
    empty period. Refused for a role that had ended already, and for one's own.
    """
    if membership.valid_to is not None and membership.valid_to < on:
        raise Refused(_("Peran ini sudah berakhir."), field="on")
    if membership.user_id == by.pk:
        raise Refused(_("Anda tidak dapat mengakhiri peran Anda sendiri."))
    _end(membership, on)
    return membership


@action(AccountPermission.GRANT)
def change_membership(membership: Membership, *, by: Actor, **values: Any) -> Membership:
    """Set the period or the standing of a role; another role or place is another membership.

    Refused for one's own, and as `grant` is. Raises ValidationError as `grant` does.
    """
    if membership.user_id == by.pk:
        raise Refused(_("Anda tidak dapat mengubah peran Anda sendiri."))
    if unknown := values.keys() - SETTABLE:
        raise Refused(
            _("Isian ini tidak dapat diubah. Akhiri peran ini, lalu beri peran yang baru."),
            field=min(unknown),
        )
    for name, value in values.items():
        setattr(membership, name, value)
    _ask_fitting(membership)
    membership.full_clean()
    membership.save(update_fields=[*values, "updated_at"])
    emit(MembershipChanged(subject=membership))
    return membership


def _end(membership: Membership, on: date) -> None:
    membership.valid_from = min(membership.valid_from, on)
    membership.valid_to = on - timedelta(days=1)
    membership.save(update_fields=["valid_from", "valid_to", "updated_at"])
    emit(MembershipEnded(subject=membership, on=on.isoformat()))
    today = timezone.localdate()
    if on <= today and not Membership.objects.in_force(today).filter(user=membership.user).exists():
        end_all(membership.user)


def _ask_fitting(membership: Membership) -> None:
    """Refuse a period that ends before it begins, a double role, a wrong person stood in for."""
    begin, end = membership.valid_from, membership.valid_to
    if end is not None and end < begin:
        raise Refused(_("Tanggal akhir harus sesudah tanggal awal."), field="valid_to")
    same = Membership.objects.filter(
        organisation=membership.organisation_id, user=membership.user_id, role=membership.role
    )
    if same.exclude(pk=membership.pk).overlapping(begin, end).exists():
        raise Refused(_("Pengguna ini sudah memegang peran yang sama."), field="role")
    absent, is_acting = membership.on_behalf_of, membership.is_acting
    if is_acting and not membership.decree.strip():
        raise Refused(_("Isi nomor surat perintah atau keputusannya."), field="decree")
    if is_acting and not membership.reason.strip():
        raise Refused(_("Isi alasan menggantikan."), field="reason")
    if absent is None:
        return
    if not is_acting:
        raise Refused(_("Pejabat definitif tidak menggantikan siapa pun."), field="on_behalf_of")
    holds_it = (absent.role, absent.organisation_id) == (
        membership.role,
        membership.organisation_id,
    )
    if not holds_it or absent.user_id == membership.user_id:
        raise Refused(
            _("Yang digantikan harus orang lain dengan peran yang sama di organisasi ini."),
            field="on_behalf_of",
        )
