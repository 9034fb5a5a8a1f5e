"""What a record's page shows: the sections of its form, read, and what else the register knows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from caruban.kernel.access import may
from caruban.kernel.actors import Actor
from caruban.kernel.records import Record
from caruban.kernel.registers.children import relation_of
from caruban.kernel.registers.kinds import Described, Kind, NoSuchField, described
from caruban.kernel.registers.layout import Rows, When
from caruban.kernel.registers.register import (
    RegisterType,
    columns_of,
    field_of,
    form_names,
    register_of,
)
from caruban.kernel.registers.showing import in_words, is_masked, masked, value_of, words

LISTED = 50  # related records and rows that are shown; of more, how many there are


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere; `url` is "" where its reader may not go."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class Fact:
    """A field of a record: its label and what it holds, in words.

    links    what it holds, where that leads somewhere;   is_long   a text of several lines
    reveal   the address that shows personal data in full to who may see it; "" for none
    """

    label: str
    words: str = ""
    links: tuple[Link, ...] = ()
    is_long: bool = False
    reveal: str = ""


@dataclass(frozen=True)
class Table:
    """The repeating rows of a record; `more` says how many are not shown.

    heads   of the columns, each with whether it holds numbers
    """

    title: str
    heads: list[tuple[str, bool]]
    rows: list[list[str]]
    more: int = 0


@dataclass
class Part:
    """A section of a record's page."""

    title: str | Promise
    facts: list[Fact] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def parts_of(register: RegisterType, record: Record, *, by: Actor) -> list[Part]:
    """Give the sections of a record as somebody reads it; empty ones are left out."""
    parts = []
    for section in register.form:
        part = Part(section.title)
        for item in section.items:
            if isinstance(item, Rows):
                part.tables.append(table_of(register, record, item))
            elif isinstance(item, When):
                part.facts += _asked(register, record, item, by)
            else:
                part.facts.append(fact_of(register, record, item, by=by))
        parts.append(part)
    others = list(_others(register, record, by))
    if others:
        parts.append(Part(_("Keterangan lain") if register.form else _("Data"), others))
    return [one for one in parts if one.facts or one.tables]


def fact_of(
    register: RegisterType, record: Record, name: str, *, by: Actor, label: str = ""
) -> Fact:
    """Give one field. Personal data is masked for everyone; who may see it gets the way to it."""
    known = _known(register, name)
    label = label or (capfirst(str(known.label)) if known else name)
    value = value_of(record, name)
    if name in register.masked:
        return _personal(register, record, name, label, by)
    if known is not None and known.kind is Kind.MANY:
        return Fact(label, links=_links(value.all()[: LISTED + 1], by))
    if isinstance(value, Model):
        return Fact(label, links=_links([value], by))
    if known is not None and known.kind is Kind.ADDRESS and _is_of_the_web(value):
        return Fact(label, links=(Link(str(value), str(value)),))
    is_long = known is not None and known.kind is Kind.LONG
    return Fact(label, words(register, record, name, by=by), is_long=is_long)


def table_of(register: RegisterType, record: Record, rows: Rows) -> Table:
    """Give repeating rows as a table."""
    model, back = relation_of(register.model, rows)
    fields = [described(model, one) for one in rows.columns]
    joined = [one.name for one in fields if one.kind.is_related]
    found = model._default_manager.filter(**{back.name: record})
    shown = list((found.select_related(*joined) if joined else found)[: LISTED + 1])
    more = found.count() - LISTED if len(shown) > LISTED else 0
    cells = [[in_words(getattr(one, f.name), f) for f in fields] for one in shown[:LISTED]]
    title = str(rows.title or capfirst(str(model._meta.verbose_name)))
    heads = [(capfirst(str(one.label)), one.kind.is_number) for one in fields]
    return Table(title, heads, cells, max(0, more))


def _personal(register: RegisterType, record: Record, name: str, label: str, by: Actor) -> Fact:
    value = value_of(record, name)
    reveal = ""
    if value and not is_masked(register, name, record, by=by):
        reveal = reverse("reveal", args=[register, record.pk, name])
    return Fact(label, masked(value) or "–", reveal=reveal)


def _asked(register: RegisterType, record: Record, item: When, by: Actor) -> Iterator[Fact]:
    if not item.holds(getattr(record, item.field, None)):
        return
    for name in item.names:
        yield fact_of(register, record, name, by=by)


def _others(register: RegisterType, record: Record, by: Actor) -> Iterator[Fact]:
    """Give the columns of the list that no section has: what is computed, or set by actions."""
    for column in columns_of(register):
        if column.name not in form_names(register):
            label = capfirst(str(column.head)) if column.head else ""
            yield fact_of(register, record, column.name, by=by, label=label)


def _links(records: Iterable[Model], by: Actor) -> tuple[Link, ...]:
    """Name records; those that the reader may open are links."""
    return tuple(Link(str(one), _address(one, by)) for one in records) or (Link("–"),)


def _address(record: Model, by: Actor) -> str:
    register = register_of(record)
    if register is None or not may(by, register.reads, record):
        return ""
    if hasattr(record, "get_absolute_url"):
        return str(record.get_absolute_url())
    return reverse("registers:record", args=[register, record.pk])


def _is_of_the_web(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://"))


def _known(register: RegisterType, name: str) -> Described | None:
    try:
        return field_of(register, name)
    except NoSuchField:
        return None
