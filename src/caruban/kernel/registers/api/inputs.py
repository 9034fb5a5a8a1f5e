"""Details that a form asks for, Django's form fields, as fields of a body; and back to values."""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from pydantic import Field

from caruban.kernel.registers.api import types

Details = dict[str, Callable[[], forms.Field]]


def shape_of(details: Details) -> dict[str, Any]:
    """Give the fields of a body for the details that an action, or a verb, asks for; no files."""
    files = files_of(details)
    return {name: _field(make()) for name, make in details.items() if name not in files}


def files_of(details: Details) -> list[str]:
    """Name the details that are files; who asks for one sends a form with parts, and no JSON."""
    return [name for name, make in details.items() if isinstance(make(), forms.FileField)]


def cleaned(details: Details, sent: dict[str, Any]) -> dict[str, Any]:
    """Give the values that a form would give for what was sent. Raises ValidationError."""
    values: dict[str, Any] = {}
    wrong: dict[str, list[str]] = {}
    for name, make in details.items():
        if name not in sent:
            continue
        try:
            values[name] = make().clean(_as_typed(sent[name]))
        except ValidationError as error:
            wrong[name] = list(error.messages)
    if wrong:
        raise ValidationError(wrong)
    return values


def _as_typed(value: Any) -> Any:
    """Give a value as a form's field takes it."""
    return [str(one) for one in value] if isinstance(value, list) else value


def _field(field: forms.Field) -> Any:
    made = _type(field)
    told = "; ".join(str(one) for one in (field.label, field.help_text) if one)
    if field.required:
        return (made, Field(..., description=told))
    return (made | None, Field(None, description=told))


def _type(field: forms.Field) -> Any:
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        inside = types.Number if isinstance(field, forms.ModelMultipleChoiceField) else str
        return Annotated[list[inside], Field(max_length=types.MOST)]  # type: ignore[valid-type]
    if isinstance(field, forms.ModelChoiceField):
        return types.Number
    if isinstance(field, forms.ChoiceField):
        values = [value for value, _label in field.choices if value not in {"", None}]  # type: ignore[union-attr, misc]
        return Literal[tuple(dict.fromkeys(map(str, values)))]
    for kind, made in (
        (forms.DateTimeField, types.Moment),
        (forms.DateField, types.Day),
        (forms.DecimalField, Decimal),
        (forms.FloatField, float),
        (forms.IntegerField, Annotated[int, Field(ge=-types.LARGEST, le=types.LARGEST)]),
        (forms.BooleanField, bool),
    ):
        if isinstance(field, kind):
            return made
    longest = getattr(field, "max_length", None)
    return Annotated[str, Field(pattern=types.NO_NUL, max_length=longest)]
