"""Records as data: what the API answers, masked as on the pages."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from caruban.kernel.access import has_several_places
from caruban.kernel.actors import Actor
from caruban.kernel.records import Record
from caruban.kernel.registers.api.schemas import DISPLAY, STAMPS, parts_of
from caruban.kernel.registers.children import relation_of
from caruban.kernel.registers.kinds import Kind, described
from caruban.kernel.registers.layout import Rows
from caruban.kernel.registers.register import RegisterType, rows_of
from caruban.kernel.registers.showing import is_masked, plain, value_of


def joined(
    register: RegisterType, rows: QuerySet[Record], names: Sequence[str]
) -> QuerySet[Record]:
    """Give rows with what some fields need at hand: relations joined, many and rows prefetched."""
    paths, many = set(), []
    place = register.model.organisation_path
    if place and register.masked and not has_several_places(register.model):
        paths.add(place)  # masks ask where a record belongs
    for name in names:
        part = parts_of(register).get(name)
        if part is None:
            continue
        if part.described.kind.is_related:
            paths.add(name)
        elif "__" in name and part.described.kind is not Kind.OTHER:
            paths.add(name.rpartition("__")[0])
        elif part.described.kind is Kind.MANY:
            many.append(name)
    for one in rows_of(register):
        if one.name in names:
            many += [one.name, *(f"{one.name}__{name}" for name in _relations(register, one))]
    found = rows.select_related(*sorted(paths)) if paths else rows
    return found.prefetch_related(*many) if many else found


def _relations(register: RegisterType, rows: Rows) -> list[str]:
    model, _back = relation_of(register.model, rows)
    return [name for name in rows.columns if described(model, name).kind.is_related]


def as_data(
    register: RegisterType, record: Record, names: Iterable[str], *, by: Actor
) -> dict[str, Any]:
    """Give a record as data: id, version, and the fields named."""
    data: dict[str, Any] = {"id": record.pk, "version": record.version}
    parts = parts_of(register)
    rows = {one.name: one for one in rows_of(register)}
    for name in names:
        if name in STAMPS:
            data[name] = getattr(record, name)
        elif name in rows:
            data[name] = [_row(one, rows[name]) for one in getattr(record, name).all()]
        else:
            data[name] = plain(register, record, name, by=by)
            if parts[name].has_words:
                related = value_of(record, name)
                hidden = is_masked(register, name, record, by=by)
                data[name + DISPLAY] = None if related is None or hidden else str(related)
    return data


def _row(one: Model, rows: Rows) -> dict[str, Any]:
    data: dict[str, Any] = {"id": one.pk}
    for name in rows.columns:
        value = getattr(one, name)
        data[name] = value.pk if isinstance(value, Model) else value
        if described(type(one), name).kind.is_related:
            data[name + DISPLAY] = None if value is None else str(value)
    return data


def encoded(data: Any) -> bytes:
    """Write data as JSON: decimals as text, moments ISO with offset, in the installation's zone."""
    return json.dumps(data, default=_plain, ensure_ascii=False, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
