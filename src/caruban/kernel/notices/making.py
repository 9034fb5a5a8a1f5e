"""From what happened to notices: made in the worker, once, for who may see the record."""

from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.core.mail.utils import DNS_NAME
from django.db import models, transaction
from django.utils.crypto import get_random_string

from caruban.kernel.access import may
from caruban.kernel.accounts.models import User
from caruban.kernel.events.models import Happening
from caruban.kernel.notices.kinds import Kind, Mailing
from caruban.kernel.notices.models import Choice, Letter, Notice
from caruban.kernel.permissions import Permission
from caruban.kernel.registers.register import address_of, register_of
from caruban.kernel.workspace.places import LONGEST_URL


def make(kind: Kind, happening: Happening) -> list[Notice]:
    """Make the notices of one kind about one happening; give those that were new.

    Bears repeats, also side by side: a row per happening, reader and kind is made once, and a mail
    about it with it or not at all.
    """
    record = record_of(kind, happening)
    permission = permission_for(kind, record)
    address = _address(kind, record, happening)
    if record is None or permission is None or not address:
        return []
    readers = _readers(kind.recipients(happening), happening, record, permission)
    chosen = {
        one.user_id: one for one in Choice.objects.filter(kind=kind.name, user__in=list(readers))
    }
    rows = [
        Notice(
            happening=happening,
            user=user,
            kind=kind.name,
            url=address[:LONGEST_URL],
            model=record._meta.label_lower,
            subject=record.pk,
            permission=str(permission),
            is_shown=chosen[key].is_shown if key in chosen else True,
            mailing=chosen[key].mailing if key in chosen else kind.mailing,
        )
        for key, user in readers.items()
    ]
    return _kept(happening, kind, rows)


def record_of(kind: Kind, happening: Happening) -> models.Model | None:
    """Give the record that a happening concerns; None when it is gone."""
    if kind.record is not None:
        return kind.record(happening)
    model = next(
        (one for one in apps.get_models() if one._meta.db_table == happening.subject_table), None
    )
    return model._base_manager.filter(pk=happening.subject_id).first() if model else None


def permission_for(kind: Kind, record: models.Model | None) -> Permission | None:
    """Give what it takes to see the record of a kind; None where nobody says."""
    if kind.permission is not None or record is None:
        return kind.permission
    register = register_of(record)
    return register.reads if register else None


def new_message_id() -> str:
    """Give a number for a mail that no other has."""
    return f"<caruban.{get_random_string(32)}@{DNS_NAME}>"


def _address(kind: Kind, record: models.Model | None, happening: Happening) -> str:
    if record is None:
        return ""
    return kind.address(happening) if kind.address else address_of(record)


def _readers(
    asked: Iterable[User], happening: Happening, record: models.Model, permission: Permission
) -> dict[int, User]:
    """Narrow people to those who may be told: they work here, did not do it, may see the record."""
    return {
        user.pk: user
        for user in asked
        if user.is_active
        and not user.is_system
        and user.pk != happening.actor_id
        and may(user, permission, record)
    }


def _kept(happening: Happening, kind: Kind, rows: list[Notice]) -> list[Notice]:
    """Keep those that are new; what is mailed at once gets its mail in the same transaction."""
    with transaction.atomic():
        Happening.objects.select_for_update().get(pk=happening.pk)  # one maker at a time
        told = Notice.objects.filter(happening=happening, kind=kind.name)
        known = set(told.values_list("user", flat=True))
        new = [row for row in rows if row.user_id not in known]
        for row in new:
            if row.mailing == Mailing.NOW and settings.CAN_MAIL:
                row.letter = Letter.objects.create(user=row.user, message_id=new_message_id())
        return Notice.objects.bulk_create(new)
