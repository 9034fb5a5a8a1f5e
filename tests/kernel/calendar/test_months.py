"""A month is whole weeks, Monday first; its neighbours are a month away."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caruban.kernel.calendar.entries import Entry
from caruban.kernel.calendar.months import IN_CELL, Month

ON = date(2026, 3, 11)
days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


def an_entry(day, title="Isi"):
    return Entry(day=day, title=title, why="", url="/kerja/", key=title, whose="saya")


@given(days)
def test_a_month_is_whole_weeks_that_begin_on_monday_and_hold_each_of_its_days(day):
    month = Month.read(f"{day:%Y-%m}", on=ON)
    found = [one for week in month.weeks() for one in week]

    assert found[0].date.weekday() == 0
    assert [one.date for one in found] == [
        found[0].date + timedelta(days=number) for number in range(len(found))
    ]
    assert len(found) % 7 == 0
    own = [one.date for one in found if one.is_of_month]
    assert own[0] == day.replace(day=1)
    assert (own[-1] + timedelta(days=1)).day == 1


@given(days)
def test_the_neighbours_of_a_month_are_neighbours(day):
    month = Month.read(f"{day:%Y-%m}", on=ON)

    assert month.next.last == month
    assert month.last.next == month
    assert (month.next.begin - timedelta(days=1)).replace(day=1) == month.begin


@pytest.mark.parametrize("word", ["", "x", "2026-13", "1999-12", "2101-01", "9999-12", "0001-01"])
def test_a_month_that_is_none_is_the_present_one(word):
    assert Month.read(word, on=ON).word == "2026-03"


def test_a_cell_names_a_few_and_counts_the_others():
    entries = [an_entry(ON, str(number)) for number in range(IN_CELL + 4)]
    (day,) = [
        one for week in Month(ON.replace(day=1)).weeks(entries) for one in week if one.entries
    ]

    assert day.date == ON
    assert [one.title for one in day.shown] == ["0", "1", "2"]
    assert day.left == 4
