"""Pages begin after a row: nothing twice, nothing passed over; a forged cursor opens nothing."""

import base64
import json
from itertools import chain

import pytest

from caruban.kernel.registers.lists import reading
from caruban.kernel.registers.lists.keys import keys_of
from caruban.kernel.registers.lists.paging import LARGEST, LONGEST, read, written
from tests.factories import a_unit, an_institution
from tests.kernel.registers.lists.looking import LIST, Page, codes, found, shown
from tests.toys.factories import a_maker, a_toy, many_toys
from tests.toys.registers import ToyRegister

pytestmark = pytest.mark.django_db

SORTS = [
    "", "code", "-code", "name", "-name", "height", "-height", "amount", "-amount", "made_on",
    "-made_on", "checked_at", "-checked_at", "maker", "-maker", "organisation", "-organisation",
    "size", "-state", "maker__organisation", "-maker,height", "made_on,-amount", "-height,maker",
    "size,-made_on,-height",
]  # fmt: skip


@pytest.fixture
def toys(unit):
    """Seventy toys with many equal values, and nothing in every column that can be empty."""
    makers = [a_maker(a_unit(unit), f"Bengkel {number}") for number in range(3)]
    many_toys(
        unit,
        *(
            {
                "code": f"T{number:02}", "name": f"Mainan {number % 4}", "amount": number % 5,
                "size": "large" if number % 2 else "small",
                "maker": None if number % 7 == 0 else makers[number % 3],
                "height": None if number % 3 == 0 else number % 4,
                "made_on": None if number % 5 == 0 else f"2024-01-{1 + number % 6:02}",
                "checked_at": None if number % 4 == 0 else f"2024-01-01T0{number % 3}:00:00Z",
            }
            for number in range(70)
        ),
    )  # fmt: skip


def joined(pages):
    """Give the codes of pages as one list."""
    return list(chain.from_iterable(pages))


def walk(query, by, way="after"):
    """Give the codes of all pages, from one end to the other."""
    pages, place = [], "" if way == "after" else "before=end"
    for _page in range(10):
        page = shown(f"{query}&{place}", by)
        assert not page.notes
        pages.append(codes(page))
        cursor = getattr(page.page, way)
        if not cursor:
            return pages
        place = f"{way}={cursor}"
    raise AssertionError("the pages have no end")


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("few", [True, False], ids=["gathered", "walked"])
def test_the_pages_of_every_order_are_the_whole_list(officer, toys, monkeypatch, sort, few):
    if not few:
        monkeypatch.setattr(reading, "GATHERED", -1)
    whole = found(f"sort={sort}", officer)

    forth, back = walk(f"sort={sort}", officer), walk(f"sort={sort}", officer, "before")

    assert [len(page) for page in forth] == [25, 25, 20]
    assert joined(forth) == whole
    assert joined(reversed(back)) == whole


@pytest.mark.parametrize("sort", ["-height", "maker", "made_on,-amount"])
def test_back_and_forth_leads_to_the_same_page(officer, toys, sort):
    first = shown(f"sort={sort}", officer)
    second = shown(f"sort={sort}&after={first.page.after}", officer)
    again = shown(f"sort={sort}&before={second.page.before}", officer)

    assert codes(again) == codes(first)
    assert again.page.before == ""


def test_rows_that_come_and_go_meanwhile_move_no_page(officer, unit, toys):
    first = shown("sort=name", officer)
    first.records[-1].delete()
    many_toys(unit, *({"code": f"N{number}", "name": "Aaa"} for number in range(30)))

    second = shown(f"sort=name&after={first.page.after}", officer)

    assert (
        codes(second) == [one for one in found("sort=name", officer) if one.startswith("T")][24:49]
    )


FORGED = [
    "x", "end", "%00", "AAAA", "[]", "é",
    base64.urlsafe_b64encode(b"[1]").decode(),
    base64.urlsafe_b64encode(b'{"a": 1}').decode(),
    base64.urlsafe_b64encode(b'["x", "T01"]').decode(),
    base64.urlsafe_b64encode(b'[1, "T01", "more"]').decode(),
    base64.urlsafe_b64encode(b'[1, ["T01"]]').decode(),
    base64.urlsafe_b64encode(b'[1, "\\u0000"]').decode(),
    base64.urlsafe_b64encode(b'[1, "\\ud800"]').decode(),
    base64.urlsafe_b64encode(json.dumps([LARGEST, "T01"]).encode()).decode(),
    base64.urlsafe_b64encode(b"[" * 3000).decode(),
    "A" * (LONGEST + 1),
]  # fmt: skip


@pytest.mark.parametrize("way", ["after", "before"])
@pytest.mark.parametrize("cursor", FORGED, ids=range(len(FORGED)))
def test_a_forged_cursor_leads_to_the_first_page_with_a_word(client_of, officer, toys, way, cursor):
    answer = client_of(officer).get(LIST, {way: cursor})
    page = Page(answer.text)

    assert answer.status_code == 200
    if cursor != "end":
        assert "ini halaman pertama" in answer.text
        assert page.rows[0][1] == "T00"


@pytest.mark.parametrize(
    ("sort", "told"),
    [("amount", "x"), ("amount", 1e400), ("made_on", "2024-13-01"), ("height", "NaN-"),
     ("checked_at", "now"), ("amount", True), ("height", "1e999999999")],
)  # fmt: skip
def test_a_cursor_with_a_value_of_another_kind_is_none(client_of, officer, toys, sort, told):
    cursor = base64.urlsafe_b64encode(json.dumps([1, told, 1]).encode()).decode()

    answer = client_of(officer).get(LIST, {"sort": sort, "after": cursor})

    assert answer.status_code == 200


def test_a_cursor_of_another_order_is_told_as_none(officer, toys):
    cursor = shown("sort=-made_on,amount", officer).page.after

    page = shown(f"sort=code&after={cursor}", officer)

    assert page.notes
    assert codes(page)[0] == "T00"


def test_a_cursor_shows_no_row_that_its_reader_may_not_read(officer, outsider, toys):
    theirs = shown("", officer).page.after

    assert codes(shown(f"after={theirs}", outsider)) == []


def test_a_cursor_is_read_as_it_was_written(officer, toys):
    keys = keys_of(ToyRegister, ["-checked_at", "height", "maker"])
    values = tuple(
        ToyRegister.model.objects.filter(checked_at__isnull=False, height=1)
        .values_list(*(key.path for key in keys), "pk")[0]
    )  # fmt: skip

    assert read(written((*values[:-1], values[-1]), keys), keys)[1][: len(keys)] == values[:-1]


def test_a_page_of_which_all_rows_are_gone_says_so(client_of, officer, toys):
    after = shown("", officer).page.after
    ToyRegister.model.objects.all().delete()

    answer = client_of(officer).get(LIST, {"after": after})

    assert "Halaman ini kosong" in answer.text
    assert LIST in Page(answer.text).links(LIST)


def test_rows_of_another_institution_are_on_no_page(officer, toys):
    other = a_unit(an_institution())
    a_toy(other, code="ZZ")

    assert "ZZ" not in joined(walk("sort=-code", officer))
