"""One's work narrowed by when, by whose, by organisation; a filter tells what it would leave."""

from datetime import date

import pytest
from django.http import QueryDict
from django.utils import timezone

from caruban.kernel.tiles.interface import Task
from caruban.kernel.workspace.work import Chosen, arranged
from tests.factories import a_user, an_institution

TUESDAY = date(2023, 11, 14)
CIREBON, KUNINGAN = "Kabupaten Cirebon", "Kabupaten Kuningan"


def task(title, path="", unit="", institution=CIREBON, **more):
    return Task(title, "", f"/{title}/", path=path, unit=unit, institution=institution, **more)


TASKS = [
    task("A", "1.", CIREBON, due=date(2023, 11, 1)),
    task("B", "1.2.", "Diskominfo", due=TUESDAY, of_unit=True),
    task("C", "1.3.", "Bappelitbangda", of_unit=True),
    task("D", "7.", KUNINGAN, KUNINGAN),
]


def shown(query, tasks=TASKS):
    work = arranged(tasks, Chosen.read(QueryDict(query)), on=TUESDAY)
    return {str(group.title): [one.title for one in group.tasks] for group in work.groups}


def test_without_a_filter_all_stand_by_when_they_are_due():
    assert shown("") == {"Terlambat": ["A"], "Hari ini": ["B"], "Tanpa tenggat": ["C", "D"]}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("siapa=saya", ["A", "D"]),
        ("siapa=unit", ["B", "C"]),
        ("siapa=lain", ["A", "B", "C", "D"]),
        ("waktu=tanpa", ["C", "D"]),
        ("waktu=tanpa&siapa=unit", ["C"]),
        ("organisasi=1.", ["A", "B", "C"]),
        ("organisasi=1.2.", ["B"]),
        ("organisasi=99.", ["A", "B", "C", "D"]),
    ],
)
def test_a_filter_leaves_what_it_says(query, titles):
    assert sorted(one for group in shown(query).values() for one in group) == titles


def test_grouped_by_organisation_each_has_its_own_in_the_order_of_the_tree():
    assert shown("kelompok=organisasi") == {
        CIREBON: ["A"],
        "Diskominfo": ["B"],
        "Bappelitbangda": ["C"],
        KUNINGAN: ["D"],
    }


def test_each_filter_counts_what_the_others_leave():
    work = arranged(TASKS, Chosen.read(QueryDict("siapa=unit&organisasi=1.")), on=TUESDAY)

    assert [(one.title, one.count) for one in work.times] == [
        ("Semua", 2), ("Hari ini", 1), ("Tanpa tenggat", 1),
    ]  # fmt: skip
    assert [one.count for one in work.whose] == [3, 1, 2]
    assert (work.total, work.late, work.shown) == (4, 1, 2)


def test_institutions_are_offered_above_their_units_where_there_are_several():
    work = arranged(TASKS, Chosen(), on=TUESDAY)

    assert [(one.title, one.count) for one in work.places] == [
        (CIREBON, 3), ("Diskominfo", 1), ("Bappelitbangda", 1), (KUNINGAN, 1),
    ]  # fmt: skip


def test_who_works_in_one_place_is_offered_no_choice_of_places():
    assert arranged(TASKS[1:2], Chosen(), on=TUESDAY).places == []
    assert arranged(TASKS[:1], Chosen(), on=TUESDAY).whose == []


@pytest.mark.django_db
def test_the_page_keeps_its_filter_in_the_address_and_says_when_nothing_is_left(offer, client_of):
    mine = Task("Reviu", "", "/a/", due=timezone.localdate())
    offer("tasks", [mine, Task("Isi", "", "/b/", of_unit=True, unit="Diskominfo", path="1.2.")])
    browser = client_of(a_user("secretary", an_institution()))

    assert ">Isi</a>" not in browser.get("/kerja/?siapa=saya").content.decode()
    page = browser.get("/kerja/?siapa=saya&waktu=tanpa").content.decode()
    assert "Tidak ada yang cocok" in page
    assert "2 tugas menunggu Anda" in page


@pytest.mark.django_db
def test_what_a_unit_owes_names_the_unit(offer, client_of):
    offer("tasks", [Task("Isi", "", "/b/", of_unit=True, unit="Diskominfo", path="1.2.")])

    page = client_of(a_user("secretary", an_institution())).get("/kerja/").content.decode()

    assert "Diskominfo" in page
