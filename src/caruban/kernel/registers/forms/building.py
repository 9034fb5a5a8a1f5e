"""The form of a register, made from its declaration.

    form = form_of(ToyRegister, by=reader, record=toy, data=request.POST, files=request.FILES)
    if form.is_valid():
        actions.change(ToyRegister, toy, by=reader, values=form.values(), from_version=…)

What the reader sees masked is not in it, neither its value nor a control for it.
"""

import inspect
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import NOT_PROVIDED
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from caruban.kernel.actors import Actor
from caruban.kernel.records import Record
from caruban.kernel.registers.actions import Values, held
from caruban.kernel.registers.forms.fields import field_for, same
from caruban.kernel.registers.forms.rows import RowsForm
from caruban.kernel.registers.kinds import Kind
from caruban.kernel.registers.layout import Through
from caruban.kernel.registers.register import (
    RegisterType,
    conditions_of,
    field_of,
    form_names,
    rows_of,
)
from caruban.kernel.registers.showing import is_masked

__all__ = ["RecordForm", "field_for", "form_of"]

Files = MultiValueDict[str, Any]  # uploaded files by name


class RecordForm(forms.Form):
    """Everything that a register asks for, of a new record or of one that is there.

    masked   names that the reader may not see: left out
    rows     the repeating rows, each with a form of its own
    """

    use_required_attribute = False  # a condition may lift it; the server decides

    def __init__(
        self,
        register: RegisterType,
        *,
        by: Actor,
        record: Record | None = None,
        data: QueryDict | None = None,
        files: Files | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.begun = initial_of(register, record)  # what the record held
        given = {**self.begun, **(initial or {})}
        super().__init__(data, files if data is not None else None, initial=given, auto_id="id_%s")
        self.register, self.by, self.record = register, by, record
        self.verb = "creates" if record is None else "changes"
        self.masked = masked_names(register, record, by=by)
        for name in names_of(register, self.verb):
            if name not in self.masked:
                self.fields[name] = field_for(register, name, by=by, verb=self.verb)
        for name in set(register.masked) & self.fields.keys():  # personal: no browser keeps it
            self.fields[name].widget.attrs |= {"autocomplete": "off", "data-personal": ""}
        self.extra = tuple(extra_of(register, self.verb))
        self.fields |= {name: make() for name, make in extra_of(register, self.verb).items()}
        self.demanded = {name for name, one in self.fields.items() if one.required}
        for name in {name for one in conditions_of(register) for name in one.names}:
            if name in self.fields:
                self.fields[name].required = False
        self.rows = [
            RowsForm(register, one, by=by, record=record, data=data, files=files, initial=given)
            for one in rows_of(register)
        ]
        self._choose_the_only_place()

    def quiet(self) -> "RecordForm":
        """Show what was typed without saying what is wrong with it: it is not sent yet."""
        self._errors = ErrorDict()
        self.cleaned_data = {}
        for one in self.rows:
            one.quiet()
        return self

    def is_valid(self) -> bool:
        """Say whether it can be saved, as far as a form can know."""
        rows = [one.is_valid() for one in self.rows]
        return super().is_valid() and all(rows)

    def clean(self) -> dict[str, Any]:
        """Leave out what is not asked for, demand what is; the declaration's conditions decide."""
        cleaned = self.cleaned_data
        for name in self.not_asked():
            self.errors.pop(name, None)
            cleaned.pop(name, None)
        for condition in conditions_of(self.register):
            for name in set(condition.names) & self.demanded & cleaned.keys():
                if cleaned[name] in (None, "", []):
                    self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    def not_asked(self) -> set[str]:
        """Give the fields that are not asked for by what decides about them."""
        left_out: set[str] = set()
        for condition in conditions_of(self.register):
            if condition.field in self.errors:
                continue
            decides = self.cleaned_data.get(
                condition.field, getattr(self.record, condition.field, None)
            )
            if condition.field in left_out or not condition.holds(decides):
                left_out |= {*condition.names} & self.fields.keys()
        return left_out

    def values(self) -> Values:
        """Give what `actions.create` or `actions.change` takes; of an edit only what differs."""
        values = dict(self.cleaned_data)
        if self.record is not None:
            values = {
                name: value for name, value in values.items() if not same(self.begun[name], value)
            }
        for one in self.rows:
            if one.is_sent and (self.record is None or one.differs()):
                values[one.name] = one.values()
        return values

    def wrong_rows(self) -> list[tuple[RowsForm, int, forms.BoundField]]:
        """Give each field of a row that has errors: its rows, the place of the row, the field."""
        return [
            (rows, at, field)
            for rows in self.rows
            if rows.is_sent
            for at, row in enumerate(rows.forms, start=1)
            for field in row
            if field.errors
        ]

    def names_of_files(self) -> list[str]:
        """Give the labels of files that were sent: no page keeps them, they are chosen anew."""
        return [str(self.fields[name].label) for name in self.fields if name in self.files]

    def _choose_the_only_place(self) -> None:
        for name, field in self.fields.items():
            if name in self.extra or self.record is not None or self.initial.get(name):
                continue
            is_place = field_of(self.register, name).kind is Kind.PLACE
            few = field.candidates.few if is_place else None  # type: ignore[attr-defined]
            if few is not None and len(few) == 1 and field.required:
                self.initial[name] = few[0]


def form_of(
    register: RegisterType,
    *,
    by: Actor,
    record: Record | None = None,
    data: QueryDict | None = None,
    files: Files | None = None,
    initial: Mapping[str, Any] | None = None,
) -> RecordForm:
    """Give the form of a new record, or of one that is there; bound where `data` is given.

    initial   values by name that it begins with: of a copy, or of a merge
    """
    return RecordForm(register, by=by, record=record, data=data, files=files, initial=initial)


def names_of(register: RegisterType, verb: str) -> list[str]:
    """Give the fields that a verb takes: all of the form, or what the module's own action takes."""
    asked = getattr(register, verb)
    names = list(form_names(register))
    if not isinstance(asked, Through):
        return names
    parameters = inspect.signature(asked.action).parameters
    if any(one.kind is inspect.Parameter.VAR_KEYWORD for one in parameters.values()):
        return names
    return [name for name in names if name in parameters or name == asked.subject]


def extra_of(register: RegisterType, verb: str) -> Mapping[str, Any]:
    """Give what the module's own action asks for beyond the model's fields, when it creates."""
    asked = getattr(register, verb)
    return asked.extra if isinstance(asked, Through) and verb == "creates" else {}


def masked_names(register: RegisterType, record: Record | None, *, by: Actor) -> frozenset[str]:
    """Give the fields of a record that a reader sees masked; of a new one there are none."""
    if record is None:
        return frozenset()
    return frozenset(
        name for name in form_names(register) if is_masked(register, name, record, by=by)
    )


def initial_of(register: RegisterType, record: Record | None) -> Values:
    """Give what a form begins with: what a record holds, or the defaults of a new one."""
    if record is not None:
        return {name: held(register, record, name) for name in form_names(register)}
    defaults = {name: field_of(register, name).field for name in form_names(register)}
    return {
        name: field.get_default()
        for name, field in defaults.items()
        if getattr(field, "default", NOT_PROVIDED) is not NOT_PROVIDED
    }
