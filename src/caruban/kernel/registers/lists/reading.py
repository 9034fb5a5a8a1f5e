"""What a list shows in a state: a page of records, how many there are, what they add up to."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import OperationalError, connections, models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from psycopg.errors import QueryCanceled

from caruban.kernel.records import Record
from caruban.kernel.registers.kinds import Kind
from caruban.kernel.registers.lists.counting import (
    NOTHING,
    Expected,
    Tally,
    about,
    counted,
    estimate,
    tally_of,
)
from caruban.kernel.registers.lists.fields import is_plain_to, known
from caruban.kernel.registers.lists.narrowing import reach_of, readable
from caruban.kernel.registers.lists.paging import Page, page_of
from caruban.kernel.registers.lists.state import State
from caruban.kernel.registers.register import RegisterType
from caruban.kernel.registers.search import matching, ranked
from caruban.kernel.replica.reading import alias

GATHERED = 5_000  # rows that are found first and sorted then; more are walked along an index
PATIENCE = 150  # milliseconds; a walk that takes longer meets too few rows, so they are gathered
DEAREST, LONGEST = 500, 10_000  # milliseconds of a count, of one that was asked for
ALIKE = 8  # rows offered where words are found nowhere
HEAVY = (models.TextField, models.JSONField, models.BinaryField, ArrayField)


@dataclass(frozen=True)
class Listing:
    """One page of a list.

    records    in their order, with what the columns show
    notes      what was not understood, in sentences
    """

    state: State
    page: Page
    records: list[Record]
    tally: Tally
    notes: tuple[str, ...]


def listing(state: State, *, exactly: bool = False) -> Listing:
    """Give the page that a state asks for.

    exactly   count and add up all rows, however many they are
    """
    reach = reach_of(state.register, state.by)
    rows = state.narrow(readable(state.register, by=state.by, reach=reach))
    expected = estimate(rows) if state.is_valid else NOTHING
    limited = bool(state.narrowing) or not reach.everything
    page, notes = _page(state, rows, expected, limited=limited), state.notes
    if page is None:
        state = replace(state, after="", before="")
        page = _page(state, rows, expected, limited=limited) or Page((), "", "")
        notes += (_("Tempat di daftar yang diminta alamat tidak dikenal; ini halaman pertama."),)
    records = records_of(state, rows, page)
    counted = _tally(state, rows, expected, page, records, exactly=exactly)
    return Listing(state, page, records, counted, notes)


def _page(
    state: State, rows: QuerySet[Record], expected: Expected, *, limited: bool
) -> Page | None:
    """Give the page; None where its cursor is none.

    A walk along the index of an order is quickest, unless what is sought lies at its end. So it is
    given up after a while, and the rows are found by what narrows them, then sorted.
    """
    place: dict[str, Any] = {"size": state.size, "after": state.after, "before": state.before}
    few = expected.rows <= GATHERED
    page = None
    try:
        if limited and not few:
            with given_up_after(PATIENCE):
                page = page_of(rows, state.keys, **place)
        return page or page_of(rows, state.keys, few=few or limited, **place)
    except ValueError:
        return None


def _tally(
    state: State,
    rows: QuerySet[Record],
    expected: Expected,
    page: Page,
    records: Sequence[Record],
    *,
    exactly: bool,
) -> Tally:
    """Count and add up; what is all on the page needs no question."""
    register = state.register
    sums = [name for name in register.totals if is_plain_to(register, name, state.by)]
    if not page.before and not page.after:
        return tally_of(records, sums)
    found = None
    if exactly or expected.is_cheap:
        with given_up_after(LONGEST if exactly else DEAREST):
            found = counted(rows, sums)
    return found or about(expected)


@contextmanager
def given_up_after(milliseconds: int) -> Iterator[None]:
    """Give up questions to the database that take longer, and go on after the block."""
    try:
        with transaction.atomic(using=alias()), connections[alias()].cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {milliseconds}")
            yield
            cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise


def records_of(state: State, rows: QuerySet[Record], page: Page) -> list[Record]:
    """Give the records of a page in its order: few questions, and no long text that nobody sees."""
    if not page.numbers:
        return []
    found = shown_with(state.register, rows, state.columns).in_bulk(page.numbers)
    return [found[number] for number in page.numbers if number in found]


def shown_with(
    register: RegisterType, rows: QuerySet[Record], columns: Sequence[str]
) -> QuerySet[Record]:
    """Have rows come with what some columns show: relations joined, those to many fetched."""
    paths, many = set(), set()
    for name in columns:
        field, steps = known(register, name), name.split("__")
        if field is None:
            continue
        if field.kind is Kind.MANY:
            many.add(name)
        elif field.kind.is_related:
            paths.add(name)
        elif len(steps) > 1:
            paths.add("__".join(steps[:-1]))
    heavy = [
        one.name
        for one in register.model._meta.concrete_fields
        if isinstance(one, HEAVY) and one.name not in columns
    ]
    rows = rows.select_related(*sorted(paths)) if paths else rows
    return rows.prefetch_related(*sorted(many)).defer(*heavy)


def alike(state: State) -> list[Record]:
    """Give records that are like the words that a state seeks in vain, most like first."""
    words: Any = state.asked.get("q", "")
    if not words or not state.register.search:
        return []
    rows = readable(state.register, by=state.by)
    found: list[Record] = []
    with given_up_after(PATIENCE):
        near = matching(state.register, rows, words).order_by().values("pk")[: 50 * ALIKE]
        found += ranked(state.register, rows.filter(pk__in=near), words)[:ALIKE]
    return found
