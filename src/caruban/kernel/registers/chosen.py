"""The rows that the state of a list chooses: what an export takes and a bulk change is done to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format

from caruban.kernel.actors import Actor
from caruban.kernel.records import Record
from caruban.kernel.registers.lists.state import State, filtered
from caruban.kernel.registers.register import RegisterType


@dataclass(frozen=True)
class Chosen:
    """Rows of a list in one state.

    rows      what `by` may read of them, in the list's order
    columns   names of the columns shown
    query     the state as the query of an address, to come back to it
    words     the state in words; "" for all rows
    """

    rows: QuerySet[Record]
    columns: tuple[str, ...]
    query: str
    words: str


def chosen(register: RegisterType, query: QueryDict | str, *, by: Actor) -> Chosen:
    """Give the rows that a list shows for the query of its address, those of all pages.

    None where a filter cannot be read: nobody takes or changes more than they asked for.
    """
    asked = QueryDict(query) if isinstance(query, str) else query
    state = State.of(register, asked, by=by)
    rows = filtered(register, state, by=by)
    return Chosen(rows, state.columns, state.query, words_of(state))


def place_of(register: RegisterType, query: str = "") -> str:
    """Give the address of a register's list, in a state."""
    place = reverse("registers:list", args=[register])
    return f"{place}?{query}" if query else place


def words_of(state: State) -> str:
    """Say in words what narrows the rows; "" where nothing does."""
    if not state.is_valid:
        return ""
    form = state.filters.form
    said = []
    for name in state.narrowing:
        if name in form.fields:
            label = form.fields[name].label or name
            said.append(f"{label}: {_said(form.cleaned_data.get(name), form.fields[name])}")
    return "; ".join(said)


def _said(value: Any, field: Any) -> str:
    """Write what was asked of a filter."""
    if isinstance(value, Iterable) and not isinstance(value, str | Model):
        return ", ".join(_said(one, field) for one in value)
    if isinstance(value, bool):
        value = "true" if value else "false"
    words = {str(key): str(word) for key, word in getattr(field, "choices", ())}
    if str(value) in words:
        return words[str(value)]
    return date_format(value, "j M Y") if hasattr(value, "year") else str(value)
