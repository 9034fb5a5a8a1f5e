"""How many rows there are and what they add up to: exactly while that is cheap, else "sekitar"."""

from decimal import Decimal

import pytest
from django.db import connection

from caruban.kernel.registers.lists import counting, reading
from caruban.kernel.registers.lists.counting import Expected, about, rounded
from tests.kernel.registers.lists.looking import LIST, shown
from tests.toys.factories import a_toy, many_toys
from tests.toys.models import Toy

pytestmark = pytest.mark.django_db


@pytest.fixture
def toys(unit):
    sizes = ("small", "large")
    many_toys(
        unit,
        *({"code": f"T{n:02}", "name": "Mainan", "amount": n, "size": sizes[n % 2]}
          for n in range(60)),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE toys_toy")


@pytest.fixture
def costly(monkeypatch):
    """Every count is too dear to be made unasked."""
    monkeypatch.setattr(counting, "FEW", -1)


def test_totals_are_of_all_rows_that_are_found_not_of_the_page(officer, toys):
    tally = shown("size=large", officer).tally

    assert (tally.many, tally.is_exact) == (30, True)
    assert tally.sums == {"amount": sum(range(1, 60, 2))}


def test_totals_follow_the_reader(outsider, officer, toys):
    assert shown("", outsider).tally.many == 0
    assert shown("", officer).tally.sums["amount"] == sum(range(60))


def test_what_fits_one_page_is_added_up_as_the_database_does(officer, unit, declare):
    from caruban.kernel.registers.register import field_of

    register = declare(columns=("code", "height", "amount"), totals=("height", "amount"))
    assert field_of(register, "height").kind.is_number
    assert shown("", officer, register).tally.sums == {"height": None, "amount": None}

    a_toy(unit, height="1.10", amount=1)
    a_toy(unit, height="2.20", amount=2)
    a_toy(unit)

    assert shown("", officer, register).tally.sums == {"height": Decimal("3.30"), "amount": 3}


def test_a_costly_count_is_an_estimate_and_says_so(client_of, officer, toys, costly):
    answer = client_of(officer).get(LIST).text

    assert "25 dari sekitar 60 baris" in answer
    assert "1.770" not in answer
    assert "totals=1" in answer


def test_a_count_that_was_asked_for_is_exact(client_of, officer, toys, costly):
    answer = client_of(officer).get(f"{LIST}?totals=1").text

    assert "25 dari 60 baris" in answer
    assert "1.770" in answer


def test_one_page_is_counted_without_a_question(officer, unit, costly):
    many_toys(unit, *({"code": f"T{number}", "name": "M", "amount": 2} for number in range(3)))

    tally = shown("", officer).tally

    assert (tally.many, tally.is_exact, tally.sums) == (3, True, {"amount": 6})


def test_a_question_that_takes_too_long_is_given_up_and_the_next_is_answered(toys):
    counted = None
    with reading.given_up_after(20), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")
        counted = Toy.objects.count()

    assert counted is None
    assert Toy.objects.count() == 60


@pytest.mark.parametrize(
    ("many", "told"), [(0, 0), (7, 7), (99, 99), (1_034_211, 1_000_000), (1_067_000, 1_100_000)]
)
def test_an_estimate_tells_no_digits_that_it_does_not_know(many, told):
    assert rounded(many) == told


def test_counts_are_said_in_words_and_local_numbers():
    assert str(about(Expected(1_034_211, 9.0))) == "sekitar 1.000.000 baris"
    assert str(counting.Tally(1_234, is_exact=True)) == "1.234 baris"
