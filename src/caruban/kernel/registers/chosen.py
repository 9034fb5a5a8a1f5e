"""The rows that the state of a list chooses: what an export takes and a bulk change is done to."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from caruban.kernel.actors import Actor
from caruban.kernel.records import Record
from caruban.kernel.registers import queries
from caruban.kernel.registers.register import RegisterType, columns_of, order_of


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
    """Give the rows that a list shows for the query of its address, those of all pages."""
    text = query if isinstance(query, str) else query.urlencode()
    rows = queries.rows(register, by=by).order_by(*order_of(register))
    shown = tuple(one.name for one in columns_of(register) if one.shown)
    return Chosen(rows, shown, text, "")


def place_of(register: RegisterType) -> str:
    """Give the address of a register's list."""
    return f"{reverse('home')}data/{register.path}/"
