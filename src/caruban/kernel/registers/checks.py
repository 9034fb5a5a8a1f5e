"""Asked at every start: that what the registers name exists."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.db.models import Model, UniqueConstraint

from caruban.kernel.accounts.roles import GRANTS
from caruban.kernel.registers.children import relation_of
from caruban.kernel.registers.kinds import Kind, NoSuchField, described
from caruban.kernel.registers.layout import Through
from caruban.kernel.registers.register import (
    RegisterType,
    all_registers,
    columns_of,
    conditions_of,
    form_names,
    permission_of,
    rows_of,
)

DOMAINS = range(5)
INDICATORS = range(1, 48)  # of Permenpan-RB 59/2020
VERBS = ("reads", "creates", "changes", "removes")


@register
def check_registers(app_configs: object, **_kwargs: Any) -> list[CheckMessage]:
    """Refuse a register that names a field, relation or permission that does not exist."""
    return [
        Error(f"{one.__name__}: {said}", id="registers.E001")
        for one in all_registers()
        for said in mistakes(one)
    ]


def mistakes(one: RegisterType) -> list[str]:
    """Tell what is wrong with a declaration, each in a sentence."""
    return [
        *_wrong_fields(one),
        *_wrong_form(one),
        *_wrong_rows(one),
        *_wrong_permissions(one),
        *_wrong_related(one),
        *_wrong_key(one),
        *_wrong_due(one),
        *_wrong_place(one),
    ]


def _wrong_fields(one: RegisterType) -> Iterator[str]:
    computed = {column.name for column in columns_of(one) if column.expression is not None}
    columns = {column.name for column in columns_of(one)}
    named = {
        "columns": columns - computed,
        "filters": {*one.filters} - computed,
        "search": {*one.search},
        "ordering": {name.lstrip("-") for name in one.ordering} - computed - {"pk"},
        "masked": {*one.masked},
        "key": {*one.key},
        "form": {*form_names(one)},
        "due": {one.due.day} if one.due else set(),
    }
    for option, names in named.items():
        yield from (f"{option} name {name}: {said}" for name, said in _unknown(one.model, names))
    for name in sorted({*one.search} & {*one.masked}):
        yield f"search names {name}, which is masked: it could be found out letter by letter"
    for name in sorted(named["ordering"] & {*one.masked}):
        yield f"ordering names {name}, which is masked: the order would tell it"
    paths = {name for option in named for name in named[option] if "__" in name} - {*one.masked}
    for name in sorted(paths):
        for other in _masking(one.model, name):
            yield f"{name} is masked by {other.__name__}: mask it here as well"
    for name in one.totals:
        if name not in columns:
            yield f"totals name {name}, which is no column"


def _masking(model: type[Model], name: str) -> Iterator[RegisterType]:
    """Give the registers that mask what a path of relations leads to."""
    try:
        owner = described(model, name.rpartition("__")[0]).related
    except NoSuchField:
        return  # said already
    last = name.rpartition("__")[2]
    for other in all_registers():
        if issubclass(owner, other.model) and last in other.masked:
            yield other


def _unknown(model: type[Model], names: set[str]) -> Iterator[tuple[str, str]]:
    for name in sorted(names):
        try:
            described(model, name)
        except NoSuchField as error:
            yield name, str(error)


def _wrong_form(one: RegisterType) -> Iterator[str]:
    names = form_names(one)
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"the form asks for {name} twice"
    for name in names:
        if not dict(_unknown(one.model, {name})) and not described(one.model, name).is_editable:
            yield f"the form asks for {name}, which nobody edits"
    for condition in conditions_of(one):
        if condition.field not in names:
            yield f"{condition.field} decides in the form, but is not asked for"
    if (one.creates or one.changes) and not one.form:
        yield "records are created or changed, but there is no form"


def _wrong_rows(one: RegisterType) -> Iterator[str]:
    for rows in rows_of(one):
        try:
            model, _back = relation_of(one.model, rows)
        except LookupError as error:
            yield str(error)
            continue
        yield from (f"{rows.name}: {said}" for _name, said in _unknown(model, {*rows.columns}))


def _wrong_permissions(one: RegisterType) -> Iterator[str]:
    ways = {verb: way for verb in VERBS if isinstance(way := getattr(one, verb), Through)}
    doing = {verb: way.action for verb, way in ways.items() if way.permission is None}
    doing |= {f"action {act.name}": act.action for act in one.actions}
    bare = {what for what, action in doing.items() if not hasattr(action, "permission")}
    yield from (f"{what} is done by a function that asks for no permission" for what in bare)
    asked = {verb: permission_of(getattr(one, verb)) for verb in VERBS if verb not in bare}
    acts = {f"action {act.name}": act for act in one.actions}
    asked |= {what: act.permission for what, act in acts.items() if what not in bare}
    asked |= {f"masked {name}": permission for name, permission in one.masked.items()}
    for what, permission in asked.items():
        if permission is not None and str(permission) not in GRANTS:
            yield f"{what} asks for {permission}, which no role can hold"
    names = [act.name for act in one.actions]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"two actions are named {name}"
    if isinstance(one.creates, Through) and one.creates.subject not in {"", *form_names(one)}:
        yield f"creates asks for {one.creates.subject}, which is not in the form"


def _wrong_related(one: RegisterType) -> Iterator[str]:
    reverse = {
        relation.get_accessor_name(): relation.related_model
        for relation in one.model._meta.related_objects
    }
    for name in one.related:
        if name not in reverse:
            yield f"related names {name}, which leads to nothing"
        elif not any(other.model is reverse[name] for other in all_registers()):
            yield f"related names {name}, whose records have no register"


def _wrong_due(one: RegisterType) -> Iterator[str]:
    if one.due is None or dict(_unknown(one.model, {one.due.day})):
        return
    if described(one.model, one.due.day).kind is not Kind.DAY or "__" in one.due.day:
        yield f"due names {one.due.day}, which is no date of its records"
    if one.due.day in one.masked:
        yield f"due names {one.due.day}, which is masked: the calendar would tell it"


def _wrong_key(one: RegisterType) -> Iterator[str]:
    unique = [{field.name} for field in one.model._meta.fields if field.unique]
    unique += [
        {*constraint.fields}
        for constraint in one.model._meta.constraints
        if isinstance(constraint, UniqueConstraint) and constraint.fields
    ]
    tenant = {"institution", "organisation"}  # a code is unique within its institution
    if not any(fields - tenant <= {*one.key} for fields in unique):
        yield f"key {', '.join(one.key)} does not tell records apart: nothing makes it unique"


def _wrong_place(one: RegisterType) -> Iterator[str]:
    if one.domain not in DOMAINS:
        yield f"domain {one.domain} is none of SPBE, which has 1 to 4, and 0 for none"
    for number in one.proves:
        if number not in INDICATORS:
            yield f"proves names indicator {number}, which SPBE 2020 does not have"
