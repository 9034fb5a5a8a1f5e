"""What a moved level brings."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caruban.datasets.cirebon import files
from caruban.evaluation.rules.effort import UNKNOWN, default_effort, efforts_of
from caruban.evaluation.rules.evidence import lacking_levels
from caruban.evaluation.rules.instrument import Effort
from caruban.evaluation.rules.whatif import moved, next_steps, shifted, step_value
from caruban.evaluation.rules.workflow import STATES, TRANSITIONS, allowed
from tests.evaluation.rules.shipped import pemdi, small, spbe

LEVELS = files.told("index_2021.yaml")["levels"]


def test_a_policy_one_level_up_brings_its_weight():
    assert moved(spbe(), LEVELS, {1: 3}).value - moved(spbe(), LEVELS, {}).value == Decimal("0.013")


@given(
    st.sampled_from([spbe(), pemdi()]),
    st.dictionaries(st.integers(1, 20), st.integers(2, 5), max_size=4),
)
def test_steps_add_up_to_the_move(instrument, moves):
    levels = dict.fromkeys(instrument.by_number, 1)
    steps = [
        step_value(instrument, number, level)
        for number, to in moves.items()
        for level in range(2, to + 1)
    ]

    gained = moved(instrument, levels, moves).value - moved(instrument, levels, {}).value
    assert gained == sum(steps)


def test_what_does_not_move_keeps_a_value_inside_of_a_band():
    values = dict.fromkeys(pemdi().by_number, Decimal("1.17"))
    after = shifted(pemdi(), values, {1: 2})

    assert after.values[1] == Decimal("2.5")
    assert after.values[2] == Decimal("1.17")


def test_next_steps_begin_with_the_greatest_gain_and_leave_out_the_top():
    steps = next_steps(small(), {1: 1, 2: 5, 3: None})

    assert steps == [(3, 1, Decimal("0.5")), (1, 2, Decimal("0.2"))]


def test_the_effort_of_an_aspect_goes_before_that_of_its_scale():
    assert default_effort(spbe(), 1, 2) == Effort(20, Decimal(10_000_000))
    assert default_effort(spbe(), 11, 2) == Effort(15, Decimal(20_000_000))
    assert default_effort(spbe(), 32, 3) == Effort(60, Decimal(200_000_000))


def test_an_instrument_that_says_nothing_has_an_effort_all_the_same():
    assert default_effort(small(), 1, 2) == UNKNOWN


def test_an_institution_s_own_effort_goes_first():
    own = Effort(1, Decimal(5))
    efforts = efforts_of(spbe(), {(1, 2): own})

    assert efforts[1, 2] == own
    assert efforts[1, 3] == default_effort(spbe(), 1, 3)
    assert len(efforts) == 47 * 5


@pytest.mark.parametrize(
    ("claimed", "supported", "lacking"),
    [
        (1, (), []),
        (2, (), [2]),
        (4, (3,), [2, 4]),
        (4, (2, 3, 4), []),
        (3, (4, 5), [2, 3]),
        (0, (), []),
    ],
)
def test_each_level_from_2_up_to_the_claim_needs_evidence(claimed, supported, lacking):
    assert lacking_levels(claimed, supported) == lacking


def test_every_transition_joins_known_states_and_all_but_the_last_lead_on():
    assert all({*one.start, one.end} <= set(STATES) for one in TRANSITIONS.values())
    assert [state for state in STATES if not allowed(state)] == ["final"]


def test_every_state_can_be_reached_and_the_end_from_every_state():
    reached = {"draft"}
    for _round in STATES:
        reached |= {one.end for state in reached for one in allowed(state)}

    assert reached == set(STATES)
