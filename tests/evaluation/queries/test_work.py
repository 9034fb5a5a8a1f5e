"""What waits for whom, how far it is, and what happened."""

from datetime import date, timedelta

import pytest

from caruban.evaluation.actions.answers import fill
from caruban.evaluation.actions.objections import object_to
from caruban.evaluation.queries.progress import overall, progress
from caruban.evaluation.queries.tasks import tasks_of
from caruban.evaluation.queries.trail import answer_trail, trail
from caruban.kernel.accounts.roles import Role
from tests.evaluation.factories import a_small_instrument, an_answer, an_assessment
from tests.factories import a_unit, a_user, an_institution, system

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@pytest.fixture
def institution():
    return an_institution()


@pytest.fixture
def unit(institution):
    return a_unit(institution)


@pytest.fixture
def in_state(institution, unit):
    instrument = a_small_instrument()

    def made(state, **details):
        details = {"due_on": TODAY + timedelta(days=3)} | details
        return an_assessment(institution, instrument=instrument, state=state, unit=unit, **details)

    return made


def verbs(user):
    return [one.verb for one in tasks_of(user, on=TODAY)]


def test_an_officer_fills_what_the_unit_answers_and_is_not_ready(in_state, unit):
    in_state("self_assessment").answers.filter(number=2).update(is_complete=True)
    officer = a_user(Role.OFFICER, unit)
    tasks = tasks_of(officer, on=TODAY)

    assert [task.title for task in tasks] == [
        "Isi indikator 1: Indikator 1",
        "Isi indikator 3: Indikator 3",
    ]
    assert (tasks[0].why, tasks[0].is_late) == ("Tenggat 3 hari lagi.", False)


@pytest.mark.parametrize(
    ("days", "why", "late"),
    [
        (0, "Tenggatnya hari ini.", False),
        (-2, "Terlambat 2 hari.", True),
        (1, "Tenggat 1 hari lagi.", False),
    ],
)
def test_a_task_says_how_long_it_has(in_state, unit, days, why, late):
    in_state("self_assessment", due_on=TODAY + timedelta(days=days))
    task = tasks_of(a_user(Role.OFFICER, unit), on=TODAY)[0]

    assert (task.why, task.is_late) == (why, late)


def test_late_ones_come_first(in_state, unit):
    assessment = in_state("self_assessment")
    assessment.answers.filter(number=3).update(due_on=TODAY - timedelta(days=1))

    assert tasks_of(a_user(Role.OFFICER, unit), on=TODAY)[0].is_late


def test_another_unit_s_officer_has_nothing_to_fill(in_state, institution):
    in_state("self_assessment")

    assert verbs(a_user(Role.OFFICER, a_unit(institution))) == []


@pytest.mark.parametrize(
    ("state", "role", "verb"),
    [
        ("draft", Role.SECRETARY, ["Mulai"]),
        ("self_assessment", Role.SECRETARY, ["Pantau"]),
        ("internal_review", Role.INTERNAL_ASSESSOR, ["Reviu"]),
        ("document_review", Role.ASSESSOR, ["Nilai"]),
        ("interview", Role.ASSESSOR, ["Lanjutkan"]),  # all is judged in this state
        ("provisional", Role.SECRETARY, ["Periksa"]),
        ("final", Role.SECRETARY, []),
        ("internal_review", Role.SECRETARY, []),
        ("document_review", Role.INTERNAL_ASSESSOR, []),
        ("self_assessment", Role.LEADER, []),
    ],
)
def test_each_stage_waits_for_those_whose_turn_it_is(in_state, institution, state, role, verb):
    in_state(state)

    assert verbs(a_user(role, institution)) == verb


def test_when_all_is_ready_the_secretary_submits(in_state, institution):
    in_state("self_assessment", levels=1).answers.update(is_complete=True)

    assert verbs(a_user(Role.SECRETARY, institution)) == ["Ajukan"]


def test_an_open_objection_waits_for_the_assessor(in_state, institution):
    answer = an_answer(in_state("objection"))
    object_to(answer, by=system(), wanted_level=3, grounds="Ada SK baru")
    task = tasks_of(a_user(Role.ASSESSOR, institution), on=TODAY)[0]

    assert task.why == "Ada SK baru"


def test_progress_counts_by_unit_the_most_late_first(in_state, institution, unit):
    assessment = in_state("self_assessment", levels={1: 1})
    late = a_unit(institution, "Dinas yang terlambat")
    assessment.answers.filter(number=1).update(is_complete=True)
    assessment.answers.filter(number=3).update(unit=late, due_on=TODAY - timedelta(days=1))
    first, second = progress(assessment, by=system(), on=TODAY)

    assert (first.unit, first.late, first.percent) == (late, [3], 0)
    assert (second.unit, second.complete, second.answered, second.percent) == (unit, 1, 1, 50)
    assert (second.open, second.due) == ([2], TODAY + timedelta(days=3))
    assert overall(assessment, by=system(), on=TODAY).percent == 33
    assert first.duty == "1 dari 1 indikator yang belum siap sudah lewat tenggat."


def test_the_trail_tells_events_and_changes_the_latest_first(in_state):
    assessment = in_state("self_assessment")
    answer = an_answer(assessment)
    fill(answer, by=system(), version=answer.version, claimed_level=1, narrative="ada",
         is_complete=True)  # fmt: skip
    entries = answer_trail(answer, by=system())

    assert [entry.at for entry in entries] == sorted((e.at for e in entries), reverse=True)
    assert any("siap diajukan" in entry.sentence for entry in entries)
    changed = {(one.label, one.after) for entry in entries for one in entry.differences}
    assert ("penjelasan", "ada") in changed
    assert any("siap diajukan" in entry.sentence for entry in trail(assessment, by=system()))
    assert len(trail(assessment, by=system(), limit=1)) == 1
