"""Repeating rows: records that belong to one record and are kept with it."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model
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
    for at, row in enumerate(wanted, start=1):
        one = kept.get(row.get("pk")) or model(**{back.name: record})
        _put(one, rows, row, at)


def _put(one: Model, rows: Rows, row: Row, at: int) -> None:
    values = {name: value for name, value in row.items() if name != "pk"}
    if unknown := values.keys() - set(rows.columns):
        raise Refused(_("Isian ini tidak dikenal."), field=f"{rows.name}.{min(unknown)}")
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
