"""Organisations that a reader may see, as trees and by code."""

from datetime import date

from django.db.models import Model, Q, QuerySet

from caruban.kernel.access import path_of, visible
from caruban.kernel.actors import Actor
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.organisations.permissions import OrganisationPermission


def institutions(by: Actor) -> QuerySet[Organisation]:
    """Give the institutions that `by` may see, by name."""
    return _seen(by).filter(parent=None).order_by("name")


def subtree(root: Organisation, *, on: date | None = None) -> QuerySet[Organisation]:
    """Give an organisation and all below it, parents first; on a day only those that exist then."""
    rows = Organisation.objects.filter(path__startswith=root.path).order_by("path")
    if on is None:
        return rows
    began = Q(valid_from=None) | Q(valid_from__lte=on)
    return rows.filter(began & (Q(valid_to=None) | Q(valid_to__gte=on)))


def units(institution: Organisation, *, on: date) -> QuerySet[Organisation]:
    """Give the units of an institution that exist on a day, by name, itself left out."""
    return subtree(institution, on=on).exclude(pk=institution.pk).order_by("name")


def organisation_of(record: Model) -> Organisation:
    """Give the organisation of a record. Raises LookupError where its model names none."""
    path = path_of(record)
    if path is None:
        raise LookupError(type(record).__name__)
    return Organisation.objects.get(path=path)


def _seen(by: Actor) -> QuerySet[Organisation]:
    return visible(Organisation, to=by, permission=OrganisationPermission.READ)
