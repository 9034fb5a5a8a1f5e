import pytest

from caruban.kernel.registers.checks import mistakes
from caruban.kernel.registers.layout import Act, Due, Rows, Section, Through, When
from caruban.kernel.registers.register import REGISTERS, Register, all_registers
from tests.toys.actions import approve
from tests.toys.models import Toy
from tests.toys.permissions import ToyPermission


@pytest.fixture
def declare():
    """Declare a register from the least that it must say; it is forgotten afterwards."""
    known = dict(REGISTERS)

    def declared(**options):
        least = {
            "model": Toy,
            "name": "wrongs",
            "path": "salah",
            "title": "Salah",
            "key": ("code",),
            "reads": ToyPermission.READ,
            "columns": ("code",),
        }
        return type("WrongRegister", (Register,), least | options)

    yield declared
    REGISTERS.clear()
    REGISTERS.update(known)


def test_an_option_that_no_register_knows_is_refused_by_name(declare):
    with pytest.raises(TypeError, match="WrongRegister declares colums, which no register knows"):
        declare(colums=("code",))


def test_what_must_be_said_is_demanded_by_name():
    with pytest.raises(TypeError, match="Silent must declare its model"):
        type("Silent", (Register,), {})


def test_a_name_is_given_once(declare):
    with pytest.raises(TypeError, match="is named or placed as ToyRegister is"):
        declare(name="toys")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"columns": ("code", "colour")}, "columns name colour"),
        ({"filters": ("maker__age",)}, "filters name maker__age"),
        ({"search": ("words",)}, "search name words"),
        ({"ordering": ("-agee",)}, "ordering name agee"),
        ({"key": ("name",)}, "does not tell records apart"),
        ({"totals": ("amount",)}, "which is no column"),
        ({"due": Due("ends_on")}, "due name ends_on"),
        ({"due": Due("checked_at")}, "due names checked_at, which is no date"),
        ({"due": Due("made_on"), "masked": {"made_on": ToyPermission.SEE_NIK}}, "which is masked"),
        ({"related": ("games",)}, "leads to nothing"),
        ({"domain": 5}, "domain 5 is none of SPBE"),
        ({"proves": (48,)}, "proves names indicator 48"),
        ({"form": (Section("Mainan", "colour"),)}, "form name colour"),
        ({"form": (Section("Mainan", "code", "code"),)}, "the form asks for code twice"),
        ({"form": (Section("Mainan", "state"),)}, "the form asks for state, which nobody edits"),
        (
            {"form": (Section("Mainan", When("size", ("large",), "height")),)},
            "size decides in the form, but is not asked for",
        ),
        ({"form": (Section("Mainan", Rows("wheels", "name")),)}, "wheels"),
        ({"form": (Section("Mainan", Rows("parts", "colour")),)}, "parts"),
        ({"actions": (Act(approve, "A"), Act(approve, "B"))}, "two actions are named approve"),
        ({"actions": (Act(print, "A"),)}, "action print is done by a function that asks for no"),
        ({"changes": Through(print)}, "changes is done by a function that asks for no"),
        ({"creates": Through(approve, subject="maker")}, "creates asks for maker"),
        ({"reads": "toy.lend"}, "which no role can hold"),
        ({"changes": ToyPermission.KEEP}, "there is no form"),
        ({"masked": {"nik": "toy.peek"}}, "masked nik asks for toy.peek"),
        (
            {"masked": {"nik": ToyPermission.SEE_NIK}, "search": ("code", "nik")},
            "search names nik, which is masked",
        ),
    ],
)
def test_what_does_not_exist_is_found_at_every_start(declare, options, said):
    assert said in " ".join(mistakes(declare(**options)))


def test_it_is_declared_from_register_alone():
    with pytest.raises(TypeError, match="Mixed must be declared from Register alone"):
        type("Mixed", (Register, dict), {})


@pytest.mark.parametrize("register", all_registers(), ids=lambda one: one.name)
def test_the_registers_of_the_house_are_sound(register):
    assert mistakes(register) == []
