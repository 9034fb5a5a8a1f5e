"""Whom what happens in an evaluation concerns: whose turn it is, and who waits for it."""

import pytest
from django.urls import resolve

from caruban.evaluation.actions.assessments import assign, begin, forward, submit
from caruban.evaluation.actions.objections import answer_objection, object_to
from caruban.evaluation.models import Assessment
from caruban.kernel.events.jobs import follow
from caruban.kernel.events.models import Happening
from caruban.kernel.notices.models import Notice
from tests.evaluation.factories import a_small_instrument, an_answer, an_assessment
from tests.factories import a_unit, a_user, an_institution, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    institution = an_institution()
    unit = a_unit(institution)
    a_user("officer", unit, name="petugas")
    a_user("officer", a_unit(institution), name="petugas lain")
    a_user("secretary", institution, name="sekretariat")
    a_user("internal_assessor", institution, name="reviu")
    a_user("assessor", institution, name="asesor")
    a_user("secretary", an_institution(), name="orang luar")
    return institution, unit


def an_evaluation(people, state="self_assessment", **details):
    institution, unit = people
    instrument = a_small_instrument()
    return an_assessment(institution, instrument=instrument, unit=unit, state=state, **details)


def told(kind):
    """Follow what happened as the worker does; give who was told, by name."""
    for one in Happening.objects.order_by("pk"):
        follow(happening=one.pk)
    rows = Notice.objects.filter(kind=kind)
    for row in rows:
        resolve(row.url.partition("?")[0])
    return sorted(rows.values_list("user__name", flat=True))


def test_a_unit_is_told_of_its_indicators(people):
    institution, unit = people
    assessment = an_assessment(institution, instrument=a_small_instrument())

    assign(an_answer(assessment), by=system(), unit=unit)

    assert told("answer.assigned") == ["petugas"]


def test_when_it_begins_units_and_secretariat_are_told(people):
    begin(an_evaluation(people, "draft"), by=system())

    assert told("assessment.moved") == ["petugas", "sekretariat"]


def test_when_it_is_submitted_the_reviewer_is_told(people):
    assessment = an_evaluation(people, levels=1)
    assessment.answers.update(is_complete=True)

    submit(assessment, by=system())

    assert told("assessment.moved") == ["reviu", "sekretariat"]


def test_when_it_is_forwarded_the_assessors_are_told(people):
    assessment = an_evaluation(people, "internal_review")
    assessment.answers.update(reviewed_level=1)

    forward(assessment, by=system())

    assert told("assessment.moved") == ["asesor", "sekretariat"]


def test_an_objection_goes_to_the_assessors_and_its_answer_to_the_secretariat(people):
    assessment = an_evaluation(people, "objection")
    assert assessment.state == Assessment.State.OBJECTION

    objection = object_to(an_answer(assessment), by=system(), wanted_level=2, grounds="Ada SK")
    answer_objection(objection, by=system(), is_upheld=False, reply="Tidak cukup")

    assert told("objection.raised") == ["asesor"]
    assert told("objection.answered") == ["sekretariat"]
