"""Lists by API: filtered, sorted and paged as the pages are; the unknown is refused."""

import base64
import json

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caruban.kernel.registers.api.cursors import SALT
from caruban.kernel.registers.lists import counting
from tests.factories import a_unit, an_institution
from tests.kernel.registers.api.calling import ROOT, TOYS
from tests.toys.factories import a_maker, a_toy

pytestmark = pytest.mark.django_db


def codes(answer):
    assert answer.status_code == 200, answer.text
    return [one["code"] for one in answer.json()["items"]]


def walk(call, url, way="next"):
    """Give the codes of all pages from one on."""
    found = []
    while url:
        page = call("get", url)
        found.append(codes(page))
        url = page.json()[way]
    return found


@pytest.fixture
def call(calls, officer):
    return calls(officer)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("size=large", ["B"]),
        ("size=large&size=small", ["A", "B", "C"]),
        ("amount_min=2&amount_max=2", ["B"]),
        ("height_min=1.5", ["B"]),
        ("made_on_after=2024-01-02", ["B"]),
        ("made_on_before=2024-01-01", ["A"]),
        ("is_wooden=true", ["C"]),
        ("maker_empty=true", ["A", "C"]),
        ("maker={maker}", ["B"]),
        ("organisation={institution}", ["A", "B", "C"]),
        ("organisation={elsewhere}", []),
        ("q=Beruang", ["B"]),
        ("state=draft&size=small", ["A", "C"]),
    ],
)  # fmt: skip
def test_filters_mean_what_the_pages_mean(call, unit, query, wanted):
    maker, elsewhere = a_maker(unit), a_unit(unit.institution)
    a_toy(unit, code="A", amount=1, made_on="2024-01-01")
    a_toy(unit, code="B", name="Beruang", size="large", height="1.50", amount=2, maker=maker,
          made_on="2024-01-02")  # fmt: skip
    a_toy(unit, code="C", amount=3, is_wooden=True)
    places = {"maker": maker.pk, "institution": unit.institution.pk, "elsewhere": elsewhere.pk}

    assert codes(call("get", f"{TOYS}?{query.format(**places)}")) == wanted


@pytest.mark.parametrize(
    "query",
    ["colour=red", "size=huge", "amount_min=x", "maker=0", "maker=999999", "sort=story",
     "sort=nik,,", "sort=password", "fields=password", "fields=organisation__path", "limit=0",
     "limit=201", "limit=x", "made_on_after=0001-01-01", "made_on_after=kemarin", "count=maybe",
     "amount_min=3&amount_max=2", "q=%00", "nik=1", "nik_empty=true", "state__in=draft",
     "organisation__name=x", "cursor=x"],
)  # fmt: skip
def test_what_a_list_does_not_know_is_refused_not_ignored(call, unit, query):
    a_toy(unit)

    answer = call("get", f"{TOYS}?{query}")

    assert answer.status_code == 422
    assert answer.json()["errors"]


@pytest.mark.parametrize("sort", ["", "amount", "-amount", "height", "-height", "made_on,-amount",
                                  "maker", "-maker", "size", "organisation,-height"])  # fmt: skip
def test_pages_walk_the_whole_order_forwards_and_back(call, unit, sort):
    makers = [a_maker(unit, name) for name in ("Anda", "Budi")]
    for number in range(7):
        a_toy(
            unit,
            code=f"T{number}",
            amount=number % 3,
            height=None if number % 2 else f"{number}.25",
            made_on=None if number % 3 else "2024-01-01",
            maker=makers[number % 2] if number % 4 else None,
        )
    whole = codes(call("get", f"{TOYS}?sort={sort}&limit=200" if sort else TOYS))

    pages = walk(call, f"{TOYS}?limit=3&sort={sort}" if sort else f"{TOYS}?limit=3")

    assert [code for page in pages for code in page] == whole
    assert [len(page) for page in pages] == [3, 3, 1]
    last = f"{TOYS}?limit=3" + (f"&sort={sort}" if sort else "")
    for _step in range(2):
        last = call("get", last).json()["next"]
    back = walk(call, last, "prev")
    assert [code for page in reversed(back) for code in page] == whole


def test_a_page_neither_skips_nor_repeats_when_rows_come_and_go(call, unit):
    for code in "BDF":
        a_toy(unit, code=code)
    first = call("get", f"{TOYS}?limit=2").json()
    a_toy(unit, code="A")
    a_toy(unit, code="E")

    assert codes(call("get", first["next"])) == ["E", "F"]


def test_links_are_told_in_the_header_too(call, unit):
    for code in "ABC":
        a_toy(unit, code=code)

    page = call("get", f"{TOYS}?limit=2&size=small")

    assert page["Link"] == f'<http://testserver{page.json()["next"]}>; rel="next"'
    assert "size=small" in page.json()["next"]
    assert page.json()["prev"] is None


def test_a_cursor_that_was_changed_or_made_up_or_is_another_lists_is_refused(call, unit):
    for code in "ABC":
        a_toy(unit, code=code)
    cursor = call("get", f"{TOYS}?limit=1").json()["next"].split("cursor=")[1].split("&")[0]
    payload = base64.urlsafe_b64encode(json.dumps(["x", "n", [["", 1]]]).encode()).decode()
    signed = signing.dumps(["x", "n", []], salt="another")

    for wrong in (cursor[:-1], cursor + "x", "x" * 50, payload, signed, signed[:10], "%C3%A9"):
        assert call("get", f"{TOYS}?cursor={wrong}").status_code == 422, wrong
    for other in (f"{TOYS}?size=large", f"{TOYS}?sort=name", f"{ROOT}/makers?q=a"):
        assert call("get", f"{other}&cursor={cursor}").status_code == 422, other
    assert call("get", f"{TOYS}?cursor={cursor}&limit=5").status_code == 200


def test_a_signed_cursor_of_another_shape_is_refused(call, unit):
    cursor = call_next(call, unit).split("cursor=")[1].split("&")[0].replace("%3A", ":")
    mark, direction, place = signing.loads(cursor, salt=SALT)

    for wrong in ("", "x", place[:-2], place + "eA", "W10", "é"):
        cursor = signing.dumps([mark, direction, wrong or "="], salt=SALT)
        assert call("get", f"{TOYS}?cursor={cursor}").status_code == 422, wrong


def call_next(call, unit):
    for code in "AB":
        a_toy(unit, code=code)
    return call("get", f"{TOYS}?limit=1").json()["next"]


def test_a_count_is_given_only_on_request(call, unit):
    a_toy(unit)
    a_toy(unit)

    assert call("get", TOYS).json()["count"] is None
    told = call("get", f"{TOYS}?count=true&limit=1").json()
    assert (told["count"], told["count_is_exact"]) == (2, True)


def test_many_rows_are_estimated_and_said_to_be_so(call, unit, monkeypatch):
    monkeypatch.setattr(counting, "FEW", -1)
    for _each in range(4):
        a_toy(unit)

    told = call("get", f"{TOYS}?count=true").json()

    assert isinstance(told["count"], int)
    assert told["count_is_exact"] is False


@pytest.mark.parametrize("query", ["amount_max=-9999999999", "amount_min=9999999999"])
def test_a_filter_that_nothing_can_fit_gives_nothing(call, officer, client_of, unit, query):
    a_toy(unit)

    answer = call("get", f"{TOYS}?count=true&{query}")

    assert (answer.status_code, answer.json()["items"], answer.json()["count"]) == (200, [], 0)
    assert client_of(officer).get(f"/data/mainan/?{query}").status_code == 200


def test_only_the_fields_wanted_are_given(call, unit):
    a_toy(unit, code="A")

    (only,) = call("get", f"{TOYS}?fields=code,maker").json()["items"]

    assert {*only} == {"id", "version", "code", "maker", "maker_display"}


def test_a_list_costs_the_same_questions_however_long_it_is(call, unit):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            call("get", f"{TOYS}?limit=50")
        return len(queries)

    def many(number):
        for _each in range(number):
            toy = a_toy(unit, maker=a_maker(unit))
            toy.friends.add(toy)
            toy.parts.create(name="roda")

    many(1)
    asked()
    few = asked()
    many(10)

    assert asked() == few


def test_a_list_shows_only_what_its_reader_may_see(call, unit):
    a_toy(unit, code="A")
    a_toy(a_unit(an_institution()), code="X")

    assert codes(call("get", TOYS)) == ["A"]


def test_a_known_page_is_answered_with_304(call, unit):
    a_toy(unit)
    tag = call("get", TOYS)["ETag"]

    assert call("get", TOYS, If_None_Match=tag).status_code == 304
    a_toy(unit)
    assert call("get", TOYS, If_None_Match=tag).status_code == 200


def test_the_index_tells_what_one_may_do(calls, head, unit):
    told = {one["name"]: one for one in calls(head)("get", ROOT).json()}
    public = {one["name"] for one in calls()("get", ROOT).json()}

    assert told["toys"]["may"] == {
        "reads": True, "creates": True, "changes": True, "removes": False,
    }  # fmt: skip
    assert told["toys"]["actions"] == [{"name": "approve", "label": "Setujui", "details": ["why"]}]
    assert told["toys"]["href"] == TOYS
    assert {"institutions", "units"} <= public
    assert "toys" not in public
