"""What modules offer, gathered: grouped by when, by domain, and found again on the page."""

from datetime import date

import pytest

from caruban.kernel.actors import Guest
from caruban.kernel.tiles.interface import Highlight, Link, Task
from caruban.kernel.tiles.queries import Group, figures, navigation, time_of, to_do

TUESDAY = date(2023, 11, 14)


@pytest.mark.parametrize(
    ("due", "is_late", "group"),
    [
        (date(2023, 11, 13), False, "late"),
        (date(2023, 12, 31), True, "late"),
        (None, True, "late"),
        (date(2023, 11, 14), False, "today"),
        (date(2023, 11, 15), False, "week"),
        (date(2023, 11, 19), False, "week"),  # Sunday
        (date(2023, 11, 20), False, "later"),
        (None, False, "undated"),
    ],
)
def test_a_task_stands_where_its_day_falls(due, is_late, group):
    assert time_of(Task("Isi", "", "/", due=due, is_late=is_late), TUESDAY) == group


def test_work_goes_by_day_then_title_and_a_task_of_one_key_comes_once(offer):
    offer(
        "tasks",
        [Task("B", "", "/b", due=TUESDAY, key="b"), Task("C", "", "/c")],
        [Task("A", "", "/a", due=TUESDAY), Task("B", "", "/b?lagi", due=TUESDAY, key="b")],
    )

    assert [task.title for task in to_do(Guest(), on=TUESDAY)] == ["A", "B", "C"]


def test_a_domain_without_entries_is_left_out(offer):
    offer("links", [Link("Indeks", "/evaluasi/"), Link("Risiko", "/r/", domain=3)])

    there = navigation(Guest())

    assert [link.title for link in there.first] == ["Indeks"]
    assert [number for number, _title, _links in there.domains] == [3]


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/evaluasi/32.09/", "/evaluasi/"),
        ("/evaluasi/instrumen/spbe/", "/evaluasi/instrumen/"),
        ("/kerja/", ""),
    ],
)
def test_the_entry_of_a_page_is_the_longest_that_fits(offer, path, current):
    offer("links", [Link("a", "/evaluasi/"), Link("b", "/evaluasi/instrumen/")])

    assert navigation(Guest()).current(path) == current


def test_figures_of_all_modules_are_given(offer):
    one = Highlight("Indeks SPBE", "1,91", "/evaluasi/")
    offer("highlights", [one], [])

    assert figures(on=TUESDAY) == [one]


def test_tasks_of_a_day_go_by_the_number_in_their_title(offer):
    offer("tasks", [Task(f"Isi indikator {number}", "", "/") for number in (10, 2, 1)])

    titles = [task.title for task in to_do(Guest(), on=TUESDAY)]

    assert titles == ["Isi indikator 1", "Isi indikator 2", "Isi indikator 10"]


def test_a_group_says_whether_its_tasks_carry_keys_of_domains():
    bare, keyed = Task("A", "", "/"), Task("B", "", "/", domain=2)

    assert [Group("k", "", tasks).is_keyed for tasks in ([bare], [bare, keyed])] == [False, True]
