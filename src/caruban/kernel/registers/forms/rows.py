"""Repeating rows within a form: added, removed and moved, by script or by plain buttons."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import NOT_PROVIDED, Model
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import capfirst

from caruban.kernel.actors import Actor
from caruban.kernel.records import Record
from caruban.kernel.registers.actions import Values
from caruban.kernel.registers.children import Row, place_of, relation_of
from caruban.kernel.registers.forms.fields import described_in, field_for, same
from caruban.kernel.registers.kinds import Described
from caruban.kernel.registers.layout import Rows
from caruban.kernel.registers.register import RegisterType

MOST = 100  # rows that a form holds; more are read, and changed by an import
NEW = "__n__"  # stands for the number of a row that a script adds


class RowForm(forms.Form):
    """One row; without a key a new one, which is nothing while nothing is typed into it."""

    use_required_attribute = False

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def key(self) -> str:
        """Give what tells it from the other rows of its form."""
        return str(self.prefix).rpartition("-")[2]


class RowsForm:
    """The rows of one relation. In a form they are numbered; their order is that of the page."""

    def __init__(
        self,
        register: RegisterType,
        rows: Rows,
        *,
        by: Actor,
        record: Record | None,
        data: QueryDict | None,
        files: Any,
        initial: Mapping[str, Any],
    ) -> None:
        self.register, self.rows, self.by, self.record = register, rows, by, record
        self.data, self.files, self.name = data, files, rows.name
        self.model, self.back = relation_of(register.model, rows)
        self.title = rows.title or capfirst(str(self.model._meta.verbose_name))
        self.can_move = place_of(self.model) is not None
        self.errors: list[str] = []
        self._given = initial.get(rows.name)

    @property
    def is_sent(self) -> bool:
        """Say whether the form told about its rows at all: none is an answer, too."""
        return self.data is not None and f"{self.name}-sent" in self.data

    @cached_property
    def is_too_long(self) -> bool:
        """Say whether the record has more rows than a form holds: then they are only shown."""
        return self.record is not None and len(self.before) > MOST

    @cached_property
    def before(self) -> list[Model]:
        """Give the rows that the record has, in order; one more than a form holds at most."""
        if self.record is None:
            return []
        found = self.model._default_manager.filter(**{self.back.name: self.record})
        return list(found[: MOST + 1])

    @cached_property
    def forms(self) -> list[RowForm]:
        """Give a form for each row, in order."""
        if self.is_too_long:
            return []
        if self.data is not None:
            numbers = [one for one in self.data.getlist(self.name) if one.isascii()]
            numbers = [one for one in dict.fromkeys(numbers) if one.isdigit() and len(one) < 5]  # noqa: PLR2004
            return [self._form(one, bound=True) for one in numbers[:MOST]]
        given = self._given if self._given is not None else list(map(self.as_row, self.before))
        return [self._form(str(at), initial=row) for at, row in enumerate(given)]

    @cached_property
    def empty(self) -> RowForm:
        """Give a row for a script to copy."""
        return self._form(NEW)

    @property
    def labels(self) -> list[str]:
        """Give the heads of the columns."""
        return [capfirst(str(self.described(one).label)) for one in self.rows.columns]

    def quiet(self) -> None:
        """Say nothing of what is wrong."""
        for one in self.forms:
            one._errors = ErrorDict()  # type: ignore[attr-defined]  # noqa: SLF001 (as full_clean does)
            one.cleaned_data = {}

    def is_valid(self) -> bool:
        """Say whether every row is; a form that is not bound has none that could be wrong."""
        valid = [one.is_valid() for one in self.forms]  # all of them, so that each says what it has
        return not self.is_sent or all(valid)

    def values(self) -> list[Row]:
        """Give the rows as the verbs take them; new ones without a word are left out."""
        return [
            {name: value for name, value in one.cleaned_data.items() if name != "pk"} | _key(one)
            for one in self.forms
            if one.cleaned_data and not (one.empty_permitted and not one.has_changed())
        ]

    def differs(self) -> bool:
        """Say whether the rows are others than the record has."""
        if self.is_too_long:
            return False
        wanted = self.values()
        if [one.get("pk") for one in wanted] != [one.pk for one in self.before]:
            return True
        return any(
            not same(getattr(kept, name), row[name])
            for kept, row in zip(self.before, wanted, strict=True)
            for name in self.rows.columns
        )

    def _form(self, number: str, *, bound: bool = False, initial: Values | None = None) -> RowForm:
        prefix = f"{self.name}-{number}"
        is_new = not (initial or {}).get("pk")
        if bound and self.data is not None:
            is_new = not self.data.get(f"{prefix}-pk")
        made = RowForm(
            self.data if bound else None,
            self.files if bound else None,
            prefix=prefix,
            initial={**defaults_of(self.register, self.rows), **(initial or {})},
            empty_permitted=is_new,
            auto_id="id_%s",
        )
        for name in self.rows.columns:
            made.fields[name] = field_for(self.register, f"{self.name}-{name}", by=self.by)
        return made

    def as_row(self, one: Model) -> Values:
        """Give a row as the verbs take it."""
        return {"pk": one.pk} | {name: getattr(one, name) for name in self.rows.columns}

    def described(self, column: str) -> Described:
        """Describe a column."""
        return described_in(self.register, f"{self.name}-{column}")


def defaults_of(register: RegisterType, rows: Rows) -> Values:
    """Give what a new row begins with."""
    fields = {one: described_in(register, f"{rows.name}-{one}").field for one in rows.columns}
    return {
        name: one.get_default()
        for name, one in fields.items()
        if getattr(one, "default", NOT_PROVIDED) is not NOT_PROVIDED
    }


def _key(form: RowForm) -> Row:
    key = form.cleaned_data.get("pk")
    return {} if key is None else {"pk": key}
