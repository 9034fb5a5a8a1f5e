"""A page of a list for the API, and how many records the list has; by the list's own means."""

from typing import Any

from django.db.models import QuerySet

from caruban.kernel.registers.lists.counting import Tally, about, counted, estimate
from caruban.kernel.registers.lists.paging import Page, page_of
from caruban.kernel.registers.lists.reading import GATHERED, PATIENCE, given_up_after
from caruban.kernel.registers.lists.state import State

Rows = QuerySet[Any]


def page_in(state: State, rows: Rows) -> Page | None:
    """Give the page that a state asks for; None where its cursor is none.

    A walk along an index that meets too few rows is given up: they are gathered, then sorted.
    """
    place: dict[str, Any] = {"size": state.size, "after": state.after, "before": state.before}
    few = estimate(rows).rows <= GATHERED
    page = None
    try:
        if not few:
            with given_up_after(PATIENCE):
                page = page_of(rows, state.keys, **place)
        return page or page_of(rows, state.keys, few=True, **place)
    except ValueError:
        return None


def tallied(rows: Rows) -> Tally:
    """Count the rows where that is cheap; else say about how many there are."""
    expected = estimate(rows)
    return counted(rows, []) if expected.is_cheap else about(expected)
