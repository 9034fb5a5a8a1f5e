"""An evaluation is opened, assigned and moved from stage to stage; nothing is skipped."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from caruban.evaluation.actions import assessments
from caruban.evaluation.actions.assessments import (
    MOVES,
    assign,
    assign_many,
    begin,
    forward,
    open_assessment,
    record_result,
    send_back,
    set_due,
    submit,
)
from caruban.evaluation.models import Assessment
from caruban.evaluation.queries.readiness import moves
from caruban.evaluation.rules.workflow import STATES, TRANSITIONS
from caruban.kernel.errors import Refused
from caruban.kernel.organisations.models import Organisation
from tests.evaluation.factories import an_answer, an_assessment, pemdi, spbe
from tests.factories import a_unit, a_user, an_institution, system

pytestmark = pytest.mark.django_db
DUE = date(2099, 12, 31)


def test_opening_makes_one_answer_an_indicator_for_the_institution(institution, told):
    assessment = open_assessment(institution, by=system(), instrument=spbe(), year=2021)
    numbers = list(assessment.answers.order_by("number").values_list("number", "unit"))

    assert numbers == [(number, institution.pk) for number in range(1, 48)]
    assert "membuka evaluasi" in told(assessment)[0]


@pytest.mark.parametrize("act", [open_assessment, record_result])
def test_an_evaluation_is_opened_once(institution, instrument, act):
    details = {"levels": dict.fromkeys((1, 2, 3), 2)} if act is record_result else {}
    act(institution, by=system(), instrument=instrument, year=2021, **details)

    with pytest.raises(ValidationError, match="sudah dibuka"):
        act(institution, by=system(), instrument=instrument, year=2021, **details)
    assert Assessment.objects.count() == 1


def test_a_unit_is_not_evaluated(unit, instrument):
    with pytest.raises(Refused) as refused:
        open_assessment(unit, by=system(), instrument=instrument, year=2021)
    assert refused.value.field == "institution"


@pytest.mark.parametrize(
    ("make", "year", "fits"),
    [(spbe, 2019, False), (spbe, 2026, True), (spbe, 2027, False), (pemdi, 2025, False),
     (pemdi, 2026, True), (pemdi, 2050, True)],
)  # fmt: skip
def test_an_instrument_evaluates_the_years_in_which_it_was_in_force(institution, make, year, fits):
    instrument = make()
    if fits:
        assert open_assessment(institution, by=system(), instrument=instrument, year=year)
        return
    with pytest.raises(Refused, match="tidak berlaku"):
        open_assessment(institution, by=system(), instrument=instrument, year=year)


@pytest.mark.parametrize("year", [1900, 2101])
def test_a_year_out_of_all_reason_is_refused(institution, instrument, year):
    with pytest.raises(ValidationError):
        open_assessment(institution, by=system(), instrument=instrument, year=year)


@pytest.mark.parametrize(
    "levels",
    [{}, {1: 2, 2: 2}, {1: 2, 2: 2, 3: 0}, {1: 2, 2: 2, 3: 6}, {1: 2, 2: 2, 3: 2, 4: 2}],
)
def test_a_result_needs_one_level_for_each_indicator(institution, instrument, levels):
    with pytest.raises(Refused) as refused:
        record_result(institution, by=system(), instrument=instrument, year=2021, levels=levels)
    assert refused.value.field == "levels"
    assert not Assessment.objects.exists()


def test_a_recorded_result_is_final_and_says_where_it_comes_from(institution, instrument):
    result = record_result(
        institution,
        by=system(),
        instrument=instrument,
        year=2021,
        levels={1: 1, 2: 2, 3: 3},
        provenance=Assessment.Provenance.RECONSTRUCTED,
        note="dari tabel",
    )

    assert (result.state, result.provenance) == ("final", "reconstructed")
    assert an_answer(result, 3).final_level == 3


# Assigning


def test_an_indicator_is_assigned_and_keeps_what_was_answered(in_state, institution, secretary):
    answer = an_answer(in_state("self_assessment", levels=2))
    other = a_unit(institution, "Bappelitbangda")

    assign(answer, by=secretary, unit=other, due_on=date(2099, 6, 1))

    answer.refresh_from_db()
    assert (answer.unit, answer.due_on, answer.claimed_level) == (other, date(2099, 6, 1), 2)


@pytest.mark.parametrize("state", STATES)
def test_assignment_and_due_day_change_until_answers_are_submitted(in_state, unit, state):
    assessment = in_state(state)
    for change in (
        lambda: assign(an_answer(assessment), by=system(), unit=unit),
        lambda: set_due(assessment, by=system(), due_on=DUE),
    ):
        if state in ("draft", "self_assessment"):
            assert change()
        else:
            with pytest.raises(Refused, match="tidak dapat diubah"):
                change()


def test_a_unit_of_elsewhere_or_closed_or_a_day_too_late_is_refused(
    in_state, institution, unchanged
):
    answer = an_answer(in_state("self_assessment"))
    closed = a_unit(institution)
    Organisation.objects.filter(pk=closed.pk).update(valid_to=date(2020, 1, 1))
    closed.refresh_from_db()
    own = a_unit(institution)
    cases = [
        ({"unit": a_unit(an_institution())}, "unit"),
        ({"unit": closed}, "unit"),
        ({"unit": own, "due_on": date(2100, 1, 1)}, "due_on"),
    ]
    check = unchanged()

    for details, field in cases:
        with pytest.raises(Refused) as refused:
            assign(answer, by=system(), **details)
        assert refused.value.field == field
    check()


def test_several_are_assigned_together_or_not_at_all(in_state, institution, unit):
    assessment = in_state("draft")
    other = a_unit(institution)

    with pytest.raises(Refused):
        assign_many(assessment, by=system(), numbers=[1, 99], unit=other)
    assert set(assessment.answers.values_list("unit", flat=True)) == {unit.pk}
    assert len(assign_many(assessment, by=system(), numbers=[1, 3], unit=other)) == 2


# Moving


def ready_for(name, assessment):
    """Give an evaluation all that a move asks for."""
    columns = {"submit": "is_complete", "forward": "reviewed_level"}
    assessment.answers.update(**{columns.get(name, "judged_level"): 1})
    return {"note": "perbaiki", "numbers": [1]} if name == "send_back" else {}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", MOVES)
def test_a_move_is_made_from_its_own_states_only(in_state, name, state, told):
    assessment = in_state(state)
    details = ready_for(name, assessment)

    if state in TRANSITIONS[name].start:
        moved = MOVES[name](assessment, by=system(), **details)
        assert moved.state == TRANSITIONS[name].end
        assert "memindahkan evaluasi" in told(moved)[-1]
    else:
        with pytest.raises(Refused, match="tidak tersedia"):
            MOVES[name](assessment, by=system(), **details)
        assessment.refresh_from_db()
        assert assessment.state == state


def test_every_transition_has_a_verb_with_its_permission():
    assert {name: move.permission for name, move in MOVES.items()} == {
        name: one.verb for name, one in TRANSITIONS.items()
    }


@pytest.mark.parametrize(
    ("state", "name", "column", "nothing", "says"),
    [
        ("self_assessment", "submit", "is_complete", False, "belum siap diajukan"),
        ("internal_review", "forward", "reviewed_level", None, "belum direviu"),
        ("document_review", "interview", "judged_level", None, "belum dinilai asesor"),
        ("interview", "publish", "judged_level", None, "belum dinilai asesor"),
    ],
)
def test_what_lacks_is_named_and_holds_the_move_up(in_state, state, name, column, nothing, says):
    assessment = in_state(state, levels=1)
    assessment.answers.update(**{column: True if nothing is False else 1})
    assessment.answers.filter(number__in=[2, 3]).update(**{column: nothing})

    with pytest.raises(Refused, match=f"2 indikator {says}: nomor 2, 3"):
        MOVES[name](assessment, by=system())
    assessment.refresh_from_db()
    assert assessment.state == state


def test_a_self_assessment_begins_with_a_due_day(in_state):
    assessment = in_state("draft")
    Assessment.objects.update(due_on=None)

    with pytest.raises(Refused, match="tenggat"):
        begin(assessment, by=system())
    set_due(assessment, by=system(), due_on=DUE)
    assert begin(assessment, by=system()).state == "self_assessment"


def test_sending_back_opens_what_was_reviewed_below_its_claim(in_state, reviewer):
    assessment = in_state("internal_review", levels=2)
    assessment.answers.update(reviewed_level=2)
    assessment.answers.filter(number=3).update(reviewed_level=1)

    assert send_back(assessment, by=reviewer, note="lengkapi").state == "self_assessment"
    assert list(assessment.answers.filter(is_complete=False).values_list("number", flat=True)) == [
        3
    ]


@pytest.mark.parametrize("details", [{"note": " "}, {"note": "x", "numbers": [99]}, {"note": "x"}])
def test_sending_back_says_why_and_what(in_state, reviewer, details, unchanged):
    assessment = in_state("internal_review")
    check = unchanged()
    with pytest.raises(Refused):
        send_back(assessment, by=reviewer, **details)
    check()


def test_the_assessor_s_levels_become_final(in_state, assessor):
    assessment = in_state("provisional", levels={1: 2, 2: 3, 3: 4})

    assessments.finish(assessment, by=assessor)
    assert dict(assessment.answers.values_list("number", "final_level")) == {1: 2, 2: 3, 3: 4}


def test_each_role_is_offered_its_own_moves_with_what_they_lack(in_state, institution, secretary):
    assessment = in_state("self_assessment")
    [(transition, lack)] = moves(assessment, by=secretary)

    assert transition.name == "submit"
    assert "3 indikator belum siap" in lack
    assert moves(assessment, by=a_user("assessor", institution)) == []


def test_an_evaluation_goes_all_the_way(institution, instrument, secretary, reviewer, assessor):
    """Once through every stage, by those whose work it is."""
    from caruban.evaluation.actions.answers import fill
    from caruban.evaluation.actions.judging import judge, review

    assessment = an_assessment(institution, instrument=instrument, state="draft")
    begin(assessment, by=secretary)
    for answer in assessment.answers.all():
        version = answer.version
        given = {"claimed_level": 1, "narrative": "ada", "is_complete": True}
        fill(answer, by=secretary, version=version, **given)
    submit(assessment, by=secretary)
    for answer in assessment.answers.all():
        review(answer, by=reviewer, level=1, reason="sesuai")
    forward(assessment, by=reviewer)
    for answer in assessment.answers.all():
        judge(answer, by=assessor, level=1, reason="sesuai")
    for name in ("interview", "visit", "publish", "finish"):
        MOVES[name](assessment, by=assessor)

    assert set(assessment.answers.values_list("final_level", flat=True)) == {1}
