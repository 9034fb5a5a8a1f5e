"""The shapes of a register's records in the API, made from its declaration and named after it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from django.db.models import JSONField
from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from caruban.kernel.registers.api import types
from caruban.kernel.registers.api.inputs import shape_of
from caruban.kernel.registers.children import relation_of
from caruban.kernel.registers.kinds import Described, Kind, described
from caruban.kernel.registers.layout import Act, Rows, Through
from caruban.kernel.registers.lists.fields import known, label_of
from caruban.kernel.registers.once import once
from caruban.kernel.registers.register import (
    RegisterType,
    columns_of,
    conditions_of,
    field_of,
    form_names,
    rows_of,
)

DISPLAY = "_display"
ALWAYS = ("id", "version")
STAMPS = ("created_at", "updated_at")


class Body(Schema):
    """Base of what is sent: what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid", protected_namespaces=())


class Shown(Schema):
    """Base of what is answered."""

    model_config = ConfigDict(protected_namespaces=())


@dataclass(frozen=True)
class Part:
    """A field of a register as the API knows it.

    described   what it is; for a column that the database computes, its output
    """

    name: str
    described: Described

    @property
    def has_words(self) -> bool:
        """Say whether it points to a record, whose name is given beside its id."""
        return self.described.kind.is_related


@once
def parts_of(register: RegisterType) -> dict[str, Part]:
    """Give the fields of a record in the order of its form, then those of the list.

    Only what the register shows is there: no other column of its table ever leaves by the API.
    """
    names = dict.fromkeys((*register.key, *form_names(register)))
    names |= dict.fromkeys(column.name for column in columns_of(register))
    own = {*ALWAYS, *STAMPS, "pk"}  # every record has these, told in their own way
    return {name: Part(name, _described(register, name)) for name in names if name not in own}


def _described(register: RegisterType, name: str) -> Described:
    found = known(register, name)
    if found is not None:
        return found
    return Described(name, label_of(register, name), Kind.OTHER, JSONField(), is_own=False)


def camel(register: RegisterType) -> str:
    """Give the name of a register as names of shapes begin: "toys" -> "Toys"."""
    return "".join(word.title() for word in register.name.replace("-", "_").split("_"))


@once
def record_shape(register: RegisterType) -> Any:
    """Give the shape of a record as it is answered; `fields` may leave out all but id, version."""
    fields: dict[str, Any] = {
        "id": _field(int, "number of the record", 12),
        "version": _field(int, "counts the changes; the ETag begins with it", 3),
    }
    for part in parts_of(register).values():
        masked = part.name in register.masked
        made = types.given(part.described, is_masked=masked)
        said = types.meaning(part.described)
        if masked:
            said += "; masked for who may not see it"
        fields[part.name] = _left_out(made, said, None if masked else types.example(part.described))
        if part.has_words:
            fields[part.name + DISPLAY] = _left_out(str | None, "its name, for people", "Contoh")
    for rows in rows_of(register):
        fields[rows.name] = _left_out(
            list[_row_shape(register, rows)],  # type: ignore[misc]  # made at run time
            f"{rows.title or rows.name}: rows that belong to the record",
        )
    for name in STAMPS:
        fields[name] = _left_out(datetime, "ISO 8601 with offset", types.EXAMPLES[Kind.MOMENT])
    return _model(f"{camel(register)}Record", Shown, f"A record of {register.title}.", fields)


def _row_shape(register: RegisterType, rows: Rows) -> Any:
    model, _back = relation_of(register.model, rows)
    fields: dict[str, Any] = {"id": _field(int, "number of the row", 31)}
    for name in rows.columns:
        field = described(model, name)
        fields[name] = _field(types.given(field), types.meaning(field), types.example(field))
        if field.kind.is_related:
            fields[name + DISPLAY] = _field(str | None, "its name, for people", "Contoh")
    title = f"{camel(register)}{rows.name.title()}Row"
    return _model(title, Shown, f"A row of {rows.name}.", fields)


@once
def page_shape(register: RegisterType) -> Any:
    """Give the shape of a page of the list."""
    fields = {
        "items": _field(list[record_shape(register)], "the records of this page"),  # type: ignore[misc]
        "next": _field(str | None, "address of the next page; null on the last"),
        "prev": _field(str | None, "address of the page before; null on the first"),
        "count": _field(int | None, "with `count=true`: how many records the filters leave"),
        "count_is_exact": _field(bool | None, "false where the count is estimated"),
    }
    return _model(f"{camel(register)}Page", Shown, f"A page of {register.title}.", fields)


@once
def create_shape(register: RegisterType) -> Any:
    """Give the shape of the body that enters a record."""
    through = register.creates if isinstance(register.creates, Through) else None
    asked = {name for one in conditions_of(register) for name in one.names}
    fields: dict[str, Any] = {}
    for name in form_names(register):
        field = field_of(register, name)
        is_subject = through is not None and through.subject == name
        needed = not (field.may_be_empty or field.field.has_default() or name in asked)
        fields[name] = _input(field, is_needed=needed or is_subject)
    for rows in rows_of(register):
        fields[rows.name] = _rows_input(register, rows)
    if through is not None:
        fields |= shape_of(through.extra)
    named = f"{camel(register)}New"
    return _model(named, Body, f"A new record of {register.title}.", fields, exemplary=True)


@once
def change_shape(register: RegisterType) -> Any:
    """Give the shape of the body that changes a record: only what is to be changed."""
    fields = {
        name: _input(field_of(register, name), is_needed=False) for name in form_names(register)
    }
    for rows in rows_of(register):
        fields[rows.name] = _rows_input(register, rows)
    told = f"Changes of a record of {register.title}; what is left out stays as it is."
    return _model(f"{camel(register)}Change", Body, told, fields)


@once
def _row_input(register: RegisterType, rows: Rows) -> Any:
    model, _back = relation_of(register.model, rows)
    told = "number of the row that is changed; without it the row is new"
    fields: dict[str, Any] = {"id": (types.Number | None, Field(None, description=told))}
    for name in rows.columns:
        field = described(model, name)
        needed = not (field.may_be_empty or field.field.has_default())
        fields[name] = _input(field, is_needed=needed)
    title = f"{camel(register)}{rows.name.title()}RowIn"
    return _model(title, Body, f"A row of {rows.name}.", fields)


def _rows_input(register: RegisterType, rows: Rows) -> Any:
    told = f"{rows.title or rows.name}: all rows of the record; those left out are removed"
    made = Annotated[list[_row_input(register, rows)], Field(max_length=types.MOST)]  # type: ignore[misc, valid-type]
    return (made, Field(None, description=told))


def act_shape(register: RegisterType, act: Act) -> Any:
    """Give the shape of the body that an action takes; None where it asks for nothing."""
    fields = shape_of(act.details)
    if not fields:
        return None
    named = f"{camel(register)}{''.join(word.title() for word in act.name.split('-'))}"
    return _model(named, Body, f"Details of: {act.label}.", fields)


def _input(field: Described, *, is_needed: bool) -> Any:
    told, shown = types.meaning(field), [types.example(field)]
    default = ... if is_needed else None
    return (types.taken(field), Field(default, description=told, examples=shown))


def _field(made: Any, said: str, shown: Any = None) -> Any:
    return (made, Field(..., description=said, examples=None if shown is None else [shown]))


def _left_out(made: Any, said: str, shown: Any = None) -> Any:
    return (made, Field(None, description=said, examples=None if shown is None else [shown]))


def _model(
    name: str, base: Any, told: str, fields: dict[str, Any], *, exemplary: bool = False
) -> Any:
    """Make a shape; a field named as something that every shape has is known by its alias."""
    safe: dict[str, Any] = {}
    for field, (made, info) in fields.items():
        if hasattr(base, field):
            info.alias = info.validation_alias = info.serialization_alias = field
            safe[f"{field}_"] = (made, info)
        else:
            safe[field] = (made, info)
    model: Any = create_model(name, __base__=base, __doc__=told, **safe)
    if exemplary:
        shown = {name: info.examples[0] for name, (_made, info) in fields.items() if info.examples}
        model.model_config["json_schema_extra"] = {"examples": [shown]}
        model.model_rebuild(force=True)
    return model
