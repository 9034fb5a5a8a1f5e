"""What a reader sees masked they can neither filter, sort, seek, add up nor guess."""

import base64

import pytest

from caruban.kernel.registers.checks import mistakes
from tests.factories import a_unit
from tests.kernel.registers.lists.looking import LIST, codes, found, shown, state_of
from tests.toys.factories import a_maker, a_toy, many_toys
from tests.toys.permissions import ToyPermission
from tests.toys.registers import ToyRegister

pytestmark = pytest.mark.django_db
NIK = "3209876543210001"


@pytest.fixture
def register(declare):
    """A register that lets personal data be filtered, sorted and added up by who sees it."""
    return declare(
        columns=("code", "nik", "amount"),
        filters=("nik", "amount", "size"),
        totals=("amount",),
        masked={"nik": ToyPermission.SEE_NIK, "amount": ToyPermission.SEE_NIK},
    )


@pytest.fixture
def toys(unit):
    a_toy(unit, code="A", nik=NIK, amount=7)
    a_toy(unit, code="B", nik="", amount=1)


@pytest.mark.parametrize(
    ("query", "plainly"),
    [("nik_empty=true", "B"), ("amount_min=5", "A"), ("sort=nik", "BA"), ("sort=amount", "BA")],
)
def test_a_masked_column_is_neither_filtered_nor_sorted_by_who_sees_the_mask(
    officer, secretary, register, toys, query, plainly
):
    assert "".join(found(query, secretary, register)) == plainly
    assert not state_of(query, secretary, register).notes

    assert "".join(found(query, officer, register)) == "AB"
    assert state_of(query, officer, register).notes


def test_what_is_masked_is_not_added_up(officer, secretary, register, toys):
    assert shown("", officer, register).tally.sums == {}
    assert shown("", secretary, register).tally.sums == {"amount": 8}


def test_who_sees_it_in_some_rows_only_filters_by_it_in_none(unit, officer, declare):
    masked = {"nik": ToyPermission.KEEP}  # an officer keeps their own unit, and reads all others
    register = declare(columns=("code", "nik"), filters=("nik",), masked=masked)
    a_toy(unit, code="A", nik=NIK)
    a_toy(a_unit(unit.institution), code="B")

    state = state_of("nik_empty=true&sort=nik", officer, register)

    assert found("nik_empty=true", officer, register) == ["A", "B"]
    assert len(state.notes) == 2
    assert state.sort == ()


def test_text_that_is_personal_is_no_parameter_for_anybody(secretary, register, toys):
    state = state_of(f"nik={NIK}", secretary, register)

    assert NIK not in state.query
    assert state.notes


def test_a_masked_value_is_masked_in_the_list_for_everybody(client_of, officer, secretary, toys):
    for reader in (officer, secretary):
        page = client_of(reader).get(f"{LIST}?columns=code,nik").text
        assert NIK not in page
        assert "0001" in page


def test_no_cursor_holds_what_is_personal(secretary, unit, register):
    niks = [{"code": f"T{number:02}", "nik": str(int(NIK) + number % 7)} for number in range(60)]
    many_toys(unit, *({"name": "Mainan"} | one for one in niks))

    page = shown("sort=nik", secretary, register)
    later = shown(f"sort=nik&after={page.page.after}", secretary, register)

    told = base64.urlsafe_b64decode(page.page.after + "===").decode()
    assert NIK[:8] not in told
    assert not {*codes(page)} & {*codes(later)}
    assert len(codes(later)) == 25


def test_an_order_that_would_tell_what_is_masked_is_refused_at_start(declare):
    masked = {"nik": ToyPermission.SEE_NIK}
    by_order = declare(ordering=("nik",), masked=masked)

    assert "ordering names nik, which is masked" in " ".join(mistakes(by_order))


@pytest.mark.parametrize(
    "options",
    [{"filters": ("maker__name",)}, {"search": ("maker__name",)}, {"ordering": ("maker__name",)},
     {"columns": ("code", "maker__name")}],
)  # fmt: skip
def test_a_mask_of_a_related_register_cannot_be_walked_around(declare, monkeypatch, options):
    from tests.toys.registers import MakerRegister

    other = declare(**options)
    assert mistakes(other) == []
    monkeypatch.setattr(MakerRegister, "masked", {"name": ToyPermission.SEE_NIK})

    assert "maker__name is masked by MakerRegister" in " ".join(mistakes(other))


def test_the_search_of_the_register_does_not_look_into_what_is_masked(secretary, toys):
    assert "nik" not in ToyRegister.search
    assert found(f"q={NIK}", secretary) == []
    assert found("q=A", secretary) != []


def test_a_relation_is_offered_by_names_that_its_reader_may_read(client_of, officer, unit):
    a_maker(unit, "Bengkel Jati")
    a_maker(a_unit(a_unit(unit.institution)), "Bengkel Rotan")

    page = client_of(officer).get(f"{LIST}saringan/maker/?maker_find=jati").text
    assert "Bengkel Jati" in page
    assert "Bengkel Rotan" not in page
