"""Values and records for every register, made from its declaration: the one generator.

    values_of(register, at=unit, by=officer)    what `actions.create` takes; every field of the form
    a_record(register, at=unit)                 a record of a unit, made by the house itself

A register whose records cannot be made so has a hook below, and says why.
"""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import count, cycle
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.utils import timezone

from caruban.kernel.accounts.roles import Role
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.registers import actions
from caruban.kernel.registers.children import relation_of
from caruban.kernel.registers.kinds import Described, Kind, described
from caruban.kernel.registers.layout import Through
from caruban.kernel.registers.queries import candidates
from caruban.kernel.registers.register import (
    conditions_of,
    field_of,
    form_names,
    permission_of,
    register_of,
    rows_of,
)
from tests.evaluation.factories import a_document, a_document_of_an_instrument
from tests.factories import a_user, system

PDF = b"%PDF-1.7\n%%EOF\n"
YEAR = 2022
_numbers = count(1)


def _an_instrument(_at):
    from caruban.evaluation.actions.instruments import load_instrument

    number = next(_numbers)
    document = a_document_of_an_instrument()
    named = {"code": f"contoh-{number}", "name": f"Instrumen contoh {number}"}
    return load_instrument(by=system(), document=document | named)


# records of registers that people cannot create, or not from values alone -> why they need a hook
RECORDS: dict[str, tuple[Callable[[Organisation], Any], str]] = {
    "institutions": (
        lambda at: at.institution if at.parent_id else at,
        "founded when an instance is set up; the institution of the unit is one",
    ),
    "instruments": (_an_instrument, "loaded from a document, by a command"),
    "users": (
        lambda at: a_user(Role.OFFICER, at),
        "people are invited; they are reached through a role that they hold",
    ),
    "memberships": (
        lambda at: a_user(Role.OFFICER, at).memberships.get(),
        "the machine reads no people, and so can point to none",
    ),
    "document-versions": (
        lambda at: a_document(at).latest,
        "comes into being with its document",
    ),
}
# values that the model demands and no kind can tell -> why
VALUES: dict[tuple[str, str], tuple[Callable[[], Any], str]] = {
    ("assessments", "year"): (lambda: next(_years), "2015 to 2100, once for each instrument"),
    ("memberships", "role"): (lambda: Role.LEADER, "not the machine's, nor one held already"),
    ("memberships", "standing"): (
        lambda: "definitive",
        "one who stands in needs somebody to stand in for",
    ),
    ("memberships", "valid_to"): (lambda: None, "a period ends after it began"),
    ("memberships", "decree"): (lambda: "", "of one who stands in"),
    ("memberships", "reason"): (lambda: "", "of one who stands in"),
    ("invitations", "valid_to"): (lambda: None, "a role that is offered is not over already"),
    ("memberships", "on_behalf_of"): (lambda: None, "of one who stands in for nobody"),
    ("units", "valid_to"): (lambda: None, "a unit that has ended takes no rights and no units"),
}
_years = cycle(range(2015, 2101))


def a_record(register, *, at, **values):
    """Give a record of a register that lies at an organisation, made by the house."""
    if register.name in RECORDS:
        return RECORDS[register.name][0](at)
    given = values_of(register, at=at, by=system(), **values)
    return actions.create(register, by=system(), values=given)


def values_of(register, *, at, by, verb="creates", **given):
    """Give values for every field that a verb of a register takes."""
    names = [one for one in form_names(register) if _takes(register, verb, one)]
    values = {one: value_of(register, one, at=at, by=by) for one in names if one not in given}
    values |= {one.name: [_row(register, one)] for one in rows_of(register)}
    values |= {name: _typed(make()) for name, make in extra_of(register, verb).items()}
    return values | given


def extra_of(register, verb):
    asked = getattr(register, verb)
    return asked.extra if isinstance(asked, Through) and verb == "creates" else {}


def _takes(register, verb, name):
    asked = getattr(register, verb)
    return asked.takes(name) if isinstance(asked, Through) else True


def value_of(register, name, *, at, by):
    """Give a valid value of a field, another one at each call where the kind knows several."""
    if (register.name, name) in VALUES:
        return VALUES[register.name, name][0]()
    field = field_of(register, name)
    if field.kind.is_related or field.kind is Kind.MANY:
        one = _related(register, field, at=at, by=by)
        if field.kind is Kind.MANY:
            return [one] if one is not None else []
        return one
    for condition in conditions_of(register):
        if condition.field == name:
            return condition.values[0]
    return plain_value(field)


def _related(register, field, *, at, by):
    """Give a record that a relation may point to: the unit itself, one that is there, a new one."""
    of = register_of(field.related)
    if issubclass(field.related, Organisation):
        limits = field.field.get_limit_choices_to()
        return at.institution if limits else at
    if of is None:
        return None
    mine = candidates(field, by=by)
    if of is register:
        return mine.order_by("-pk").first() if not field.field.null else None
    made = a_record(of, at=at)
    return made if mine.filter(pk=made.pk).exists() else mine.first()


def plain_value(field: Described):
    """Give a valid value of a kind that points to nothing."""
    return MAKERS[field.kind](field.field, next(_numbers))


def _text(field, number):
    text = f"contoh-{number}" if isinstance(field, models.SlugField) else f"Contoh {number}"
    return text[-(field.max_length or 200) :].strip(" -")


def _decimal(field, number):
    return (Decimal(number % 90) + Decimal("1.25")).quantize(Decimal(10) ** -field.decimal_places)


MAKERS: dict[Kind, Callable[[Any, int], Any]] = {
    Kind.TEXT: _text,
    Kind.LONG: _text,
    Kind.EMAIL: lambda _field, number: f"contoh-{number}@contoh.test",
    Kind.ADDRESS: lambda _field, number: f"https://contoh.test/{number}",
    Kind.WHOLE: lambda _field, number: number % 100 + 1,
    Kind.DECIMAL: _decimal,
    Kind.DAY: lambda _field, number: date(2024, 1, 1) + timedelta(days=number % 28),
    Kind.MOMENT: lambda _field, number: (
        timezone.now().replace(microsecond=0, second=0) - timedelta(hours=number % 100)
    ),
    Kind.YES_NO: lambda _field, number: number % 2 == 0,
    Kind.CHOICE: lambda field, _number: field.flatchoices[-1][0],
    Kind.LIST: lambda _field, _number: [],
}


def _row(register, rows):
    model, _back = relation_of(register.model, rows)
    return {name: plain_value(described(model, name)) for name in rows.columns}


def _typed(field: forms.Field):
    """Give what a form field of an action takes, cleaned."""
    if isinstance(field, forms.FileField):
        return SimpleUploadedFile("contoh.pdf", PDF)
    if isinstance(field, forms.DateField):
        return timezone.localdate() + timedelta(days=30)
    return f"Contoh {next(_numbers)}"


def details_of(act):
    """Give the details that an action asks for, cleaned."""
    return {name: _typed(make()) for name, make in act.details.items()}


def changes_for(scene, record):
    """Give a change of one field that the register's verb takes; {} where nothing can differ."""
    register = scene.register
    by = scene.holder(permission_of(register.changes))
    values = values_of(register, at=scene.home, by=by, verb="changes")
    names = [
        one
        for one in form_names(register)
        if values.get(one) and one not in register.masked and is_plain(register, one)
    ]
    for name in names:
        if values[name] != getattr(record, name):
            return {name: values[name]}
    return {}


def is_plain(register, name):
    """Say whether a field holds a value that can be typed as it is."""
    return field_of(register, name).kind in {Kind.TEXT, Kind.LONG, Kind.DAY, Kind.WHOLE}
