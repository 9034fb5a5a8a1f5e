"""What a named field is, once for list, filter, form, import, export and API."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Model
from django.utils.functional import Promise

from caruban.kernel.registers.once import once


class Kind(StrEnum):
    """The kinds of values that a register knows."""

    TEXT = "text"
    LONG = "long"  # text of several lines
    EMAIL = "email"
    ADDRESS = "address"  # of the web
    WHOLE = "whole"
    DECIMAL = "decimal"
    DAY = "day"
    MOMENT = "moment"
    YES_NO = "yes_no"
    CHOICE = "choice"
    RELATION = "relation"
    PLACE = "place"  # an organisation, in its tree
    MANY = "many"  # several related records
    LIST = "list"  # several values in one column
    OTHER = "other"  # structures; shown, never edited by hand

    @property
    def is_number(self) -> bool:
        """Say whether it can be added up and lies in a range."""
        return self in {Kind.WHOLE, Kind.DECIMAL}

    @property
    def is_time(self) -> bool:
        """Say whether it is a day or a moment."""
        return self in {Kind.DAY, Kind.MOMENT}

    @property
    def is_related(self) -> bool:
        """Say whether it points to one other record."""
        return self in {Kind.RELATION, Kind.PLACE}


# the first that fits counts: subclasses stand before what they come from
BY_FIELD: "tuple[tuple[type[models.Field[Any, Any]], Kind], ...]" = (
    (models.ManyToManyField, Kind.MANY),
    (models.ForeignKey, Kind.RELATION),
    (models.BooleanField, Kind.YES_NO),
    (models.DateTimeField, Kind.MOMENT),
    (models.DateField, Kind.DAY),
    (models.DecimalField, Kind.DECIMAL),
    (models.FloatField, Kind.DECIMAL),
    (models.IntegerField, Kind.WHOLE),
    (models.EmailField, Kind.EMAIL),
    (models.URLField, Kind.ADDRESS),
    (models.TextField, Kind.LONG),
    (models.CharField, Kind.TEXT),
)


class NoSuchField(LookupError):
    """A declaration names a field that its model does not have."""


@dataclass(frozen=True)
class Described:
    """A field as a register names it.

    name       as declared: "unit", or a path of relations, "unit__name"
    label      what people call it
    field      the model's field at the end of the path
    is_own     whether it is a column of the record itself
    """

    name: str
    label: str | Promise
    kind: Kind
    field: "models.Field[Any, Any]"
    is_own: bool

    @property
    def related(self) -> type[Model]:
        """Give the model that a relation points to."""
        return self.field.remote_field.model  # type: ignore[union-attr]

    @property
    def choices(self) -> Sequence[tuple[Any, str]]:
        """Give the values of a choice with their words; empty for other kinds."""
        return [(value, str(label)) for value, label in self.field.flatchoices]

    @property
    def may_be_empty(self) -> bool:
        """Say whether a record may do without it."""
        return self.field.null or self.field.blank

    @property
    def is_editable(self) -> bool:
        """Say whether people fill it in."""
        return self.is_own and self.field.editable and self.kind is not Kind.OTHER


@once
def described(model: type[Model], name: str) -> Described:
    """Describe a field of a model by its name or path. Raises NoSuchField."""
    *steps, last = name.split("__")
    owner = model
    for step in steps:
        relation = _field(owner, step, name)
        if relation.remote_field is None:
            raise NoSuchField(f"{step} of {name} leads nowhere")
        owner = relation.remote_field.model
    found = _field(owner, last, name)
    return Described(name, found.verbose_name, kind_of(found), found, is_own=not steps)


def kind_of(field: "models.Field[Any, Any]") -> Kind:
    """Say of which kind a model's field is."""
    if field.choices:
        return Kind.CHOICE
    if hasattr(field, "base_field"):
        return Kind.LIST
    for type_, kind in BY_FIELD:
        if isinstance(field, type_):
            is_place = kind is Kind.RELATION and _is_organisation(field)
            return Kind.PLACE if is_place else kind
    return Kind.OTHER


def _is_organisation(field: "models.Field[Any, Any]") -> bool:
    related = field.remote_field.model  # type: ignore[union-attr]
    return bool(related._meta.label == "organisations.Organisation")


def _field(model: type[Model], step: str, name: str) -> "models.Field[Any, Any]":
    try:
        found = model._meta.get_field(step)
    except FieldDoesNotExist as error:
        raise NoSuchField(f"{model.__name__} has no field {step} (in {name})") from error
    if not isinstance(found, models.Field):
        raise NoSuchField(f"{step} of {model.__name__} leads back to many (in {name})")
    return found
