"""Repeating rows: records that belong to one record and are kept with it."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, IntegerField, Model
from django.utils.translation import gettext as _

from caruban.kernel.errors import Refused
from caruban.kernel.records import Record
from caruban.kernel.registers.layout import Rows

Row = dict[str, Any]


def relation_of(model: type[Model], rows: Rows) -> "tuple[type[Model], ForeignKey[Any, Any]]":
    """Give the model of repeating rows and its relation back. Raises LookupError."""
    for relation in model._meta.related_objects:
        if relation.get_accessor_name() == rows.name and isinstance(relation.field, ForeignKey):
            return relation.related_model, relation.field
    raise LookupError(f"{model.__name__} has no rows {rows.name}")


def place_of(model: type[Model]) -> str | None:
    """Give the column that keeps the order of repeating rows; None where they have none.

    It is the whole number that they are ordered by first and that nobody types.
    """
    first = next(iter(model._meta.ordering or ()), None)
    for field in model._meta.concrete_fields:
        is_place = isinstance(field, IntegerField) and not field.primary_key and not field.editable
        if field.name == first and is_place:
            return field.name
    return None


def differ(record: Record, rows: Rows, wanted: Sequence[Row]) -> bool:
    """Say whether the rows of a record are others than is wanted."""
    model, back = relation_of(type(record), rows)
    kept = list(model._default_manager.filter(**{back.name: record}))
    if [row.get("pk") for row in wanted] != [one.pk for one in kept]:
        is_ordered = place_of(model) is not None
        if is_ordered or {row.get("pk") for row in wanted} != {one.pk for one in kept}:
            return True
    by_key = {one.pk: one for one in kept}
    return any(
        getattr(by_key.get(row["pk"]), name, None) != value
        for row in wanted
        for name, value in row.items()
        if name != "pk"
    )


def settle(record: Record, rows: Rows, wanted: Sequence[Row]) -> None:
    """Make the rows of a record what is wanted: change those named, add new ones, remove the rest.

    Refused for a row that is not the record's. Raises ValidationError at `rows.name`.
    """
    model, back = relation_of(type(record), rows)
    kept = {one.pk: one for one in model._base_manager.filter(**{back.name: record})}
    named = {row["pk"] for row in wanted if row.get("pk") is not None}
    if named - kept.keys():
        raise Refused(_("Baris ini bukan bagian dari catatan ini."), field=rows.name)
    for number in kept.keys() - named:
        kept[number].delete()
    place = place_of(model)
    for at, row in enumerate(wanted, start=1):
        one = kept.get(row.get("pk")) or model(**{back.name: record})
        _put(one, rows, row, at, place)


def _put(one: Model, rows: Rows, row: Row, at: int, place: str | None) -> None:
    values = {name: value for name, value in row.items() if name != "pk"}
    if unknown := values.keys() - set(rows.columns):
        raise Refused(_("Isian ini tidak dikenal."), field=f"{rows.name}.{min(unknown)}")
    if place is not None:
        values[place] = at
    changed = [name for name, value in values.items() if getattr(one, name, None) != value]
    for name, value in values.items():
        setattr(one, name, value)
    if one.pk is not None and not changed:
        return
    try:
        one.full_clean()
    except ValidationError as error:
        said = _("Baris %(at)s: %(said)s") % {"at": at, "said": " ".join(error.messages)}
        raise ValidationError({rows.name: said}) from error
    one.save()
