import pytest

from caruban.kernel.accounts.roles import Role
from caruban.kernel.search.queries import found
from caruban.kernel.tiles.interface import FINDERS
from tests.factories import a_unit, a_user, an_institution
from tests.toys.factories import a_maker, a_toy

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return a_unit(an_institution("Pemerintah Kabupaten Contoh"), "Dinas Kereta")


def titles(words, by, limit=5):
    return {
        group.register.name: [hit.title for hit in group.hits]
        for group in found(words, by=by, limit=limit)
    }


def test_one_question_finds_in_every_register(unit):
    a_toy(unit, code="A", name="Kereta")
    a_maker(unit, "Bengkel kereta")

    assert titles("kereta", a_user(Role.SECRETARY, unit.institution)) == {
        "makers": ["Bengkel kereta"], "toys": ["A Kereta"], "units": ["Dinas Kereta"],
    }  # fmt: skip


def test_nothing_is_found_that_the_reader_may_not_see(client, unit):
    a_toy(unit, code="A", name="Kereta rahasia")
    stranger = a_user(Role.SECRETARY, an_institution())

    assert "toys" not in titles("kereta", stranger)
    assert "rahasia" not in client.get("/cari/?q=kereta").content.decode()


@pytest.mark.parametrize(
    "words", ["kesehatn", "kesehtan", "kesehetan", "dins kesehatn", "KESEHATTAN", "sehat"]
)
def test_letters_left_out_doubled_or_swapped_are_forgiven(unit, words):
    a_unit(unit.institution, "Dinas Kesehatan")
    a_unit(unit.institution, "Dinas Perhubungan")

    assert titles(words, a_user(Role.SECRETARY, unit.institution)) == {"units": ["Dinas Kesehatan"]}


def test_forgiving_is_over_with_the_question(unit):
    from django.db import connection

    titles("xyzxyz", a_user(Role.SECRETARY, unit.institution))

    with connection.cursor() as cursor:
        cursor.execute("SHOW pg_trgm.word_similarity_threshold")
        assert cursor.fetchone() == ("0.6",)


def test_what_is_masked_is_never_searched(unit):
    a_toy(unit, name="Kereta", nik="3209011234567890")
    everyone = [a_user(role, unit) for role in (Role.SECRETARY, Role.OFFICER)]

    for person in everyone:
        assert titles("3209011234567890", person) == {}
        assert titles("320901", person) == {}


def test_a_record_of_another_unit_is_found_only_as_far_as_a_role_reaches(unit, monkeypatch):
    from caruban.kernel.accounts.roles import GRANTS, READERS, Grant, Reach

    monkeypatch.setitem(GRANTS, "toy.read", Grant(READERS, Reach.SUBTREE))
    a_toy(unit, code="A", name="Sepeda")
    neighbour = a_user(Role.OFFICER, a_unit(unit.institution))

    assert titles("sepeda", neighbour) == {}
    assert titles("sepeda", a_user(Role.OFFICER, unit)) == {"toys": ["A Sepeda"]}


def test_a_guest_finds_what_is_public(client, unit):
    assert "Dinas Kereta" in client.get("/cari/?q=kereta").content.decode()


def test_more_is_said_where_there_is_more(unit):
    for _number in range(4):
        a_toy(unit, name="Kereta")

    groups = list(found("kereta", by=a_user(Role.SECRETARY, unit.institution), limit=3))

    assert [(len(one.hits), one.more) for one in groups if one.register.name == "toys"] == [
        (3, True)
    ]


@pytest.mark.parametrize("words", ["", "a", "%%", "zzzzz", "\x00", "<script>", "a" * 5_000])
def test_a_question_without_an_answer_is_answered_in_words(client, words):
    page = client.get("/cari/", {"q": words})

    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_the_palette_finds_records_as_one_types(unit):
    a_toy(unit, code="A", name="Kereta")
    secretary = a_user(Role.SECRETARY, unit.institution)

    assert "A Kereta" in [
        one.title for finder in FINDERS for one in finder(secretary, "keret", limit=7)
    ]


def test_the_palette_ends_with_the_way_to_everything(unit):
    for _number in range(9):
        a_toy(unit, name="Kereta")
    secretary = a_user(Role.SECRETARY, unit.institution)

    given = [one for finder in FINDERS for one in finder(secretary, "kereta", limit=3)]

    assert [one.url for one in given][-1] == "/cari/?q=kereta"
    assert len(given) == 3
