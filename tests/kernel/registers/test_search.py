import pytest
from django.db import connection

from caruban.kernel.accounts.roles import Role
from caruban.kernel.registers.queries import rows
from caruban.kernel.registers.search import matching, ranked
from caruban.kernel.registers.search_indexes import MARK, wanted
from tests.factories import a_unit, a_user, an_institution
from tests.toys.factories import a_toy
from tests.toys.models import Toy
from tests.toys.registers import ToyRegister

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return a_unit(an_institution())


def found(unit, words):
    secretary = a_user(Role.SECRETARY, unit.institution)
    seen = matching(ToyRegister, rows(ToyRegister, by=secretary), words)
    return [toy.name for toy in ranked(ToyRegister, seen, words)]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("pelayanan", "as it stands"),
        ("melayani", "another form of the same stem"),
        ("pelay", "a word that is not typed to its end"),
        ("K-77", "a part of a code"),
        ("kesehatn pelayanan", "a letter that is missing"),
        ("PELAYANAN", "however it is written"),
        ("  pelayanan\x00 ", "with needless signs"),
    ],
)
def test_a_word_is_found(unit, words, why):
    a_toy(unit, code="K-7712", name="Kereta pelayanan kesehatan")
    a_toy(unit, name="Boneka")

    assert found(unit, words) == ["Kereta pelayanan kesehatan"], why


@pytest.mark.parametrize("words", ["%", "_", "\\", "' OR 1=1 --", "a:*&|!", "<->", "zzzz", "(("])
def test_signs_mean_nothing_but_themselves(unit, words):
    a_toy(unit, name="Boneka")

    assert found(unit, words) == []


def test_the_most_like_stands_first(unit):
    a_toy(unit, code="A", name="Kuda kayu", story="dibuat di dekat kereta")
    a_toy(unit, code="B", name="Kereta api kereta")

    assert found(unit, "kereta")[0] == "Kereta api kereta"


def test_nothing_of_another_institution_is_found(unit):
    a_toy(a_unit(an_institution()), name="Kereta rahasia")

    assert found(unit, "kereta") == []


def test_every_table_has_the_indexes_that_its_registers_want():
    with connection.cursor() as cursor:
        for table, indexes in wanted().items():
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s", [table])
            assert {name for (name,) in cursor.fetchall() if MARK in name} == set(indexes)


def test_the_planner_knows_the_indexes_again():
    asked = matching(ToyRegister, Toy.objects.order_by(), "kereta")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        plan = asked.explain()

    assert f"toys_toy{MARK}words" in plan
    assert f"toys_toy{MARK}parts" in plan
