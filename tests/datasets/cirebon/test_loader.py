"""Loading Kabupaten Cirebon: everything once, and nothing twice."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from caruban.datasets.cirebon.demonstration import due_after
from caruban.datasets.cirebon.loader import load
from caruban.evaluation.actions.instruments import load_instrument
from caruban.evaluation.actions.plans import set_target
from caruban.evaluation.models import Answer, Assessment, Instrument, Note, Target
from caruban.evaluation.queries.assessments import find
from caruban.evaluation.queries.index import official_index
from caruban.evaluation.queries.notes import notes_of
from caruban.kernel.accounts.models import User
from caruban.kernel.actors import Guest
from caruban.kernel.documents.models import Document
from caruban.kernel.events.models import Happening
from caruban.kernel.history.models import Change
from caruban.kernel.organisations.models import Organisation
from tests.factories import a_user, system

pytestmark = pytest.mark.django_db


def test_a_guest_finds_the_index_of_2021_after_a_load():
    load(by=system())

    assessment = find(by=Guest(), region="32.09", year=2021)
    index = official_index(assessment, by=Guest())

    assert (str(index.printed), index.predicate.name) == ("1.91", "Cukup")
    assert assessment.provenance == Assessment.Provenance.RECONSTRUCTED
    assert "tidak diterbitkan" in assessment.provenance_note


@pytest.mark.parametrize("demo", [False, True])
def test_a_second_load_changes_nothing(demo):
    first = load(by=system(), demo=demo)
    before = (Change.objects.count(), Happening.objects.count(), User.objects.count())

    second = load(by=system(), demo=demo)

    assert (Change.objects.count(), Happening.objects.count(), User.objects.count()) == before
    assert (second.places, second.opened, second.accounts) == (0, None, [])
    assert second.result == first.result


def test_units_and_districts_lie_below_the_institution():
    institution = load(by=system()).institution
    rows = Organisation.objects.filter(path__startswith=institution.path)

    assert rows.filter(kind=Organisation.Kind.DISTRICT, parent=institution).count() == 40
    assert rows.get(code="rsud-waled").parent == rows.get(code="dinkes")
    assert rows.get(code="kec-waled").region_code == "32.09.01"
    assert not rows.exclude(pk=institution.pk).filter(source="").exists()


def test_targets_of_2024_are_those_of_table_4_1():
    institution = load(by=system()).institution
    targets = Target.objects.filter(institution=institution, year=2024)

    assert targets.get(subject="index").value == Decimal("3.20")
    assert targets.get(subject="domain", number=2).value == Decimal("2.97")
    assert targets.get(subject="aspect", number=7).value == Decimal("3.50")
    assert "terukur" in targets.get(subject="domain", number=2).description
    assert targets.count() == 1 + 4 + 8


def test_notes_carry_what_the_rules_compute():
    institution = load(by=system()).institution
    computed = {note.where: note.computed for note in notes_of(institution, by=Guest())}

    assert list(computed.values())[:5] == [
        Decimal(text) for text in ("3.21950", "2.98000", "3.29091", "2.11407", "1.91290")
    ]
    assert computed["Daftar situs"] is None


def test_a_load_after_somebody_worked_leaves_their_work():
    loaded = load(by=system())
    unit = Organisation.objects.get(institution=loaded.institution, code="disdik")
    unit.name = "Dinas Pendidikan dan Kebudayaan"
    unit.save()
    set_target(
        loaded.institution,
        by=system(),
        instrument=loaded.result.instrument,
        year=2024,
        subject="index",
        value=Decimal("3.50"),
    )
    newer = dict(Instrument.objects.get(pk=loaded.result.instrument_id).document)
    load_instrument(by=system(), document=newer | {"notes": ["edisi daerah"]})

    load(by=system())

    unit.refresh_from_db()
    assert unit.name == "Dinas Pendidikan dan Kebudayaan"
    assert Target.objects.get(subject="index").value == Decimal("3.50")
    assert Instrument.objects.filter(code=loaded.result.instrument.code).count() == 2


def test_the_demonstration_opens_this_year_and_invents_no_answer():
    opened = load(by=system(), demo=True).opened

    assert opened.year == timezone.localdate().year
    assert opened.state == Assessment.State.SELF_ASSESSMENT
    assert not opened.answers.exclude(claimed_level=None, narrative="", is_complete=False).exists()
    assert not opened.answers.filter(unit=opened.institution).exists()
    assert not Document.objects.exists()


def test_the_demonstration_gives_each_answer_to_a_unit_with_the_day():
    opened = load(by=system(), demo=True).opened
    bkpsdm = Answer.objects.get(assessment=opened, number=3)

    assert bkpsdm.unit.code == "bkpsdm"
    assert bkpsdm.due_on == opened.due_on


@pytest.mark.parametrize("day", [date(2026, 11, 25), date(2026, 12, 7), date(2027, 2, 28)])
def test_answers_are_due_on_a_monday_about_a_month_on(day):
    due = due_after(day)

    assert due.weekday() == 0
    assert 28 <= (due - day).days < 35


def test_nobody_but_the_system_loads():
    from django.core.exceptions import PermissionDenied

    institution = load(by=system()).institution
    Note.objects.all().delete()

    with pytest.raises(PermissionDenied):
        load(by=a_user("leader", institution))
    assert not Note.objects.exists()
