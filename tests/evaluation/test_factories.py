"""The factories make states that the actions accept as their own."""

import pytest

from caruban.evaluation.models import Assessment
from caruban.evaluation.queries.index import official_index
from caruban.evaluation.rules.workflow import STATES
from tests.evaluation.factories import (
    a_final_result,
    a_small_instrument,
    an_answer,
    an_assessment,
    an_evidence,
    pemdi,
    spbe,
)
from tests.factories import system

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", STATES)
def test_an_assessment_stands_in_the_state_that_was_asked_for(state):
    assert an_assessment(instrument=a_small_instrument(), state=state).state == state


def test_both_instruments_load_and_carry_an_evaluation():
    for instrument, year in ((spbe(), 2021), (pemdi(), 2026)):
        assessment = an_assessment(instrument=instrument, year=year, state="final", levels=3)
        assert assessment.answers.count() == len(instrument.content.indicators)
        assert official_index(assessment, by=system()).missing == ()


def test_a_result_is_final_and_evidence_belongs_to_its_answer():
    result = a_final_result(instrument=a_small_instrument(), levels={1: 4})
    answer = an_answer(result, 1)

    assert (result.state, answer.final_level) == (Assessment.State.FINAL, 4)
    assert an_evidence(answer).answer == answer
