"""Targets, efforts, paths, notes and editions of instruments are set, kept, and set again."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from caruban.evaluation.actions.instruments import load_instrument
from caruban.evaluation.actions.notes import Remark, keep_notes
from caruban.evaluation.actions.plans import (
    keep_plan,
    reset_efforts,
    set_effort,
    set_efforts,
    set_target,
    set_targets,
)
from caruban.evaluation.models import Effort, Instrument, Note, Plan, Target
from caruban.evaluation.queries.plans import efforts, question
from caruban.evaluation.rules.instrument import Effort as Take
from caruban.kernel.accounts.roles import GRANTS, Role
from caruban.kernel.actors import Guest
from caruban.kernel.errors import Refused
from caruban.kernel.events.models import Happening
from tests.evaluation.factories import a_document_of_an_instrument, a_final_result, an_answer
from tests.factories import a_user, an_institution, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(institution, instrument, secretary):
    def made(value, subject="index", number=0, **details):
        return set_target(
            institution,
            by=secretary,
            instrument=instrument,
            year=2024,
            subject=subject,
            number=number,
            value=value,
            **details,
        )

    return made


@pytest.mark.parametrize(
    ("value", "kept"), [("3.2", "3.20"), (3, "3.00"), ("2.975", "2.98"), (Decimal(5), "5.00")]
)
def test_a_target_is_kept_with_two_decimals_half_up(target, value, kept):
    assert target(value).value == Decimal(kept)


@pytest.mark.parametrize("value", ["0.99", "5.01", "-1", "0"])
def test_a_target_lies_between_1_and_5(target, value):
    with pytest.raises(ValidationError, match="1,00 sampai 5,00"):
        target(value)
    assert not Target.objects.exists()


@pytest.mark.parametrize("value", ["tiga", "", None, "NaN", "Infinity", "3,2"])
def test_a_target_that_is_no_number_is_refused(target, value):
    with pytest.raises((Refused, ValidationError)):
        target(value)
    assert not Target.objects.exists()


@pytest.mark.parametrize(
    ("subject", "number"), [("index", 1), ("domain", 9), ("aspect", 0), ("indicator", 1)]
)
def test_a_target_is_of_a_part_that_the_instrument_has(target, subject, number):
    with pytest.raises(Refused, match="tidak punya bagian"):
        target(3, subject, number)


def test_setting_again_changes_the_same_target_and_keeps_what_was_not_given(target):
    first = target(3, "domain", 1, description="terpadu", source="tabel 4.1")
    again = target("3.3", "domain", 1)
    target("3.3", "domain", 1)

    assert (again.pk, again.description, again.source) == (first.pk, "terpadu", "tabel 4.1")
    assert Happening.objects.filter(name="target.set").count() == 2


def test_several_targets_are_set_together_or_not_at_all(institution, instrument, secretary):
    details = {"by": secretary, "instrument": instrument, "year": 2024}
    with pytest.raises(ValidationError):
        set_targets(
            institution, values={("index", 0): Decimal(3), ("domain", 1): Decimal(9)}, **details
        )
    assert not Target.objects.exists()

    values = {("index", 0): Decimal(3), ("domain", 1): Decimal("3.3")}
    assert len(set_targets(institution, values=values, **details)) == 2


def test_an_effort_goes_before_the_default_until_it_is_reset(institution, instrument, secretary):
    details = {"by": secretary, "instrument": instrument}
    default = efforts(institution, instrument)[1, 2]
    set_effort(institution, number=1, level=2, days=3, cost=Decimal(7), **details)
    set_efforts(institution, number=1, efforts={2: Take(4, Decimal(8))}, **details)
    assert efforts(institution, instrument)[1, 2] == Take(4, Decimal(8))
    assert efforts(an_institution(), instrument)[1, 2] == default

    assert reset_efforts(institution, **details) == 1
    assert efforts(institution, instrument)[1, 2] == default


@pytest.mark.parametrize(
    "wrong", [{"number": 99}, {"level": 0}, {"level": 6}, {"days": -1}, {"cost": Decimal(-1)}]
)
def test_an_effort_of_no_step_or_below_zero_is_refused(institution, instrument, secretary, wrong):
    good = {"number": 1, "level": 2, "days": 3, "cost": Decimal(7)}
    with pytest.raises((Refused, ValidationError)):
        set_effort(institution, by=secretary, instrument=instrument, **good | wrong)
    assert not Effort.objects.exists()


def test_a_kept_path_holds_question_and_answer(institution, instrument, secretary):
    result = a_final_result(institution, instrument=instrument, levels=1)
    asked = question(
        result, by=secretary, targets={("index", 0): Decimal("1.2")}, years=(2024, 2025)
    )
    keep_plan(institution, by=secretary, instrument=instrument, question=asked)
    plan = Plan.objects.get()

    assert plan.question["targets"] == [{"subject": "index", "number": 0, "value": "1.2"}]
    assert plan.answer["reachable"] is True
    assert [step["level"] for step in plan.answer["path"]["steps"]] == [2]
    assert plan.by == secretary


def test_notes_are_kept_in_their_order_and_what_is_no_longer_told_goes(institution, secretary):
    first = [Remark("Tabel 1", "3", "keliru", Decimal("2.123456")), Remark("Tabel 2", "4", "beda")]
    keep_notes(institution, by=secretary, source="Peta Rencana", remarks=first)
    keep_notes(institution, by=secretary, source="Peta Rencana", remarks=first)
    assert Happening.objects.filter(name="notes.kept").count() == 1
    assert Note.objects.get(number=1).computed == Decimal("2.12346")

    keep_notes(institution, by=secretary, source="Peta Rencana", remarks=first[1:])
    assert list(Note.objects.values_list("number", "where")) == [(1, "Tabel 2")]


# Editions


def test_a_changed_document_is_a_new_edition_and_evaluations_keep_theirs(in_state):
    assessment = in_state("self_assessment")
    changed = a_document_of_an_instrument(name="Lebih baru")
    newer = load_instrument(by=system(), document=changed)

    assert (newer.edition, newer.content.name) == (2, "Lebih baru")
    assert an_answer(assessment).assessment.instrument.edition == 1
    assert an_answer(assessment).assessment.instrument.content.name == "Instrumen kecil"


def test_the_same_document_changes_nothing(instrument):
    again = load_instrument(by=system(), document=a_document_of_an_instrument())

    assert (again, Instrument.objects.count()) == (instrument, 1)


def test_a_document_with_mistakes_is_refused_with_all_of_them(instrument):
    document = a_document_of_an_instrument({1: {1: "10"}, 2: {2: "80"}}, predicates=[])
    with pytest.raises(Refused) as refused:
        load_instrument(by=system(), document=document)

    assert "predicates: predikat tertinggi" in str(refused.value)
    assert "domains: bobot domain berjumlah 90" in str(refused.value)
    assert Instrument.objects.count() == 1


def test_a_code_that_is_no_slug_is_refused():
    with pytest.raises(ValidationError):
        load_instrument(by=system(), document=a_document_of_an_instrument(code="dua kata"))


def test_who_loads_is_said_by_the_grants(institution):
    holders = GRANTS["instrument.load"].roles
    for role in set(Role) - {Role.CITIZEN, Role.SYSTEM}:
        user = a_user(role, institution)
        document = a_document_of_an_instrument(name=f"oleh {role}")
        if role in holders:
            assert load_instrument(by=user, document=document)
        else:
            with pytest.raises(PermissionDenied):
                load_instrument(by=user, document=document)
    with pytest.raises(PermissionDenied):
        load_instrument(by=Guest(), document=a_document_of_an_instrument())
    assert Instrument.objects.count() == len(holders - {Role.SYSTEM})
