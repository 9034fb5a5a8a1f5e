"""The verbs of organisations: found an institution, place a unit, change, move and close it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from caruban.kernel.access import require
from caruban.kernel.actions import acting, action
from caruban.kernel.actors import Actor
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import emit
from caruban.kernel.organisations.events import (
    OrganisationChanged,
    OrganisationClosed,
    OrganisationMoved,
    UnitPlaced,
)
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.organisations.permissions import OrganisationPermission


def found(
    *, by: Actor, code: str, name: str, region_code: str = "", **details: Any
) -> Organisation:
    """Found an institution: the root of a tree, and the tenant that access narrows by.

    Raises ValidationError for a code or region that another institution holds, PermissionDenied.
    """
    with transaction.atomic(), acting(by):
        require(by, OrganisationPermission.FOUND)
        institution = Organisation(
            code=code,
            name=name,
            kind=Organisation.Kind.INSTITUTION,
            region_code=region_code,
            **details,
        )
        return _rooted(institution)


@action(OrganisationPermission.MANAGE, within="institution")
def place(
    parent: Organisation, *, by: Actor, code: str, name: str, kind: str, **details: Any
) -> Organisation:
    """Place a new unit below a parent.

    Raises ValidationError when the institution already uses the code.
    """
    unit = Organisation(code=code, name=name, kind=kind, parent=parent, **details)
    unit.institution_id = parent.institution_id
    placed = _rooted(unit)
    emit(UnitPlaced(subject=placed, parent=parent.name))
    return placed


@action(OrganisationPermission.MANAGE, within="institution")
def change_details(organisation: Organisation, *, by: Actor, **values: Any) -> Organisation:
    """Change what is recorded of an organisation: name, code, kind, source, dates; its parent too.

    values   by field; another parent moves it, a last day closes it: refused as `move` and `close`

    Raises ValidationError for what the model refuses.
    """
    if "parent" in values:
        _put_below(organisation, values.pop("parent"))
    if values.get("valid_to"):
        _ask_nothing_goes_on_below(organisation, values["valid_to"])
    for name, value in values.items():
        setattr(organisation, name, value)
    organisation.full_clean()
    if values:
        organisation.save(update_fields=[*values, "updated_at"])
        emit(OrganisationChanged(subject=organisation))
    return organisation


@action(OrganisationPermission.MANAGE, within="institution")
def move(unit: Organisation, *, by: Actor, to: Organisation) -> Organisation:
    """Move a unit with all below it under another parent of the same institution.

    Refused for an institution, for another institution's tree, and below the unit itself.
    """
    return _put_below(unit, to)


@action(OrganisationPermission.MANAGE, within="institution")
def close(unit: Organisation, *, by: Actor, on: date) -> Organisation:
    """End a unit on a day; its records stay, its members' rights end with that day.

    Refused while a unit below it goes on. Raises ValidationError for a day before it began.
    """
    _ask_nothing_goes_on_below(unit, on)
    unit.valid_to = on
    unit.full_clean()
    unit.save(update_fields=["valid_to"])
    emit(OrganisationClosed(subject=unit, on=on.isoformat()))
    return unit


def _put_below(unit: Organisation, to: Organisation | None) -> Organisation:
    if unit.parent_id is None:
        raise Refused(_("Instansi tidak dapat dipindahkan ke bawah organisasi lain."), "parent")
    if to is None:
        raise Refused(_("Unit harus berada di bawah sebuah organisasi."), field="parent")
    to.refresh_from_db()  # the tree is held now: its path is the one that counts
    if to.institution_id != unit.institution_id:
        raise Refused(_("Induk baru harus berada di instansi yang sama."), field="parent")
    if to.path.startswith(unit.path):
        raise Refused(_("Organisasi tidak dapat berada di bawah dirinya sendiri."), field="parent")
    old, new = unit.path, f"{to.path}{unit.pk}."
    Organisation.objects.filter(path__startswith=old).update(
        path=Concat(Value(new), Substr("path", len(old) + 1))
    )
    unit.parent = to
    unit.path = new
    unit.save(update_fields=["parent"])
    emit(OrganisationMoved(subject=unit, parent=to.name))
    return unit


def _ask_nothing_goes_on_below(unit: Organisation, on: date) -> None:
    goes_on = Q(valid_to=None) | Q(valid_to__gt=on)
    if below := Organisation.objects.filter(goes_on, parent=unit).first():
        raise Refused(_("Tutup dahulu unit di bawahnya: %(unit)s.") % {"unit": below})


def _rooted(organisation: Organisation) -> Organisation:
    parent = organisation.parent
    organisation.path = "?"
    organisation.full_clean(exclude=[] if parent else ["institution"])
    organisation.save()
    organisation.institution_id = organisation.institution_id or organisation.pk
    organisation.path = f"{parent.path if parent else ''}{organisation.pk}."
    organisation.save(update_fields=["institution", "path"])
    return organisation
