"""The cheapest path is the exact optimum: compared with every path there is, on small questions."""

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from itertools import product
from pathlib import Path as Folder

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caruban.datasets.cirebon import files
from caruban.evaluation.rules.effort import efforts_of
from caruban.evaluation.rules.gap import gaps
from caruban.evaluation.rules.instrument import Effort
from caruban.evaluation.rules.path import OutOfReach, Path, Question, find
from caruban.evaluation.rules.whatif import moved
from tests.evaluation.rules.shipped import small, spbe

MILLION = Decimal(1_000_000)
THREE = small(
    {1: {1: "20", 2: "30"}, 2: {3: "50"}},
    prerequisites=[{"indicator": 2, "level": 3, "needs": 1, "at": 2}],
)

ROOT = Folder(__file__).parents[3]


def ask(instrument=THREE, levels=None, target="3", efforts=None, years=(2025, 2026), **limits):
    return Question(
        instrument=instrument,
        levels=levels or {1: 1, 2: 1, 3: 1},
        targets={("index", 0): Decimal(target)},
        years=years,
        efforts=efforts or efforts_of(instrument, {}),
        **limits,
    )


# Every path there is


def courses(question, number):
    """Give every way in which one indicator may rise: its level at the end of each year."""
    start = question.levels.get(number, 0)
    top = start if number in question.locked else 5
    for course in product(range(start, top + 1), repeat=len(question.years)):
        steps = [after - before for before, after in zip((start, *course), course, strict=False)]
        if all(0 <= step <= question.steps_per_year for step in steps):
            yield course


def every_path(question):
    numbers = sorted(question.instrument.by_number)
    for chosen in product(*(courses(question, number) for number in numbers)):
        yield dict(zip(numbers, chosen, strict=True))


def spent(question, path, year):
    """Give (rupiah, days) that a path spends in a year."""
    steps = [
        question.efforts[number, level]
        for number, course in path.items()
        for level in range(
            (course[year - 1] if year else question.levels.get(number, 0)) + 1, course[year] + 1
        )
    ]
    return sum((one.cost for one in steps), Decimal(0)), sum(one.days for one in steps)


def is_allowed(question, path):
    for year in range(len(question.years)):
        cost, days = spent(question, path, year)
        if question.budget is not None and cost > question.budget:
            return False
        if question.days is not None and days > question.days:
            return False
        if question.prerequisites and not keeps_order(question, path, year):
            return False
    return True


def keeps_order(question, path, year):
    return all(
        path[one.needs][year] >= one.at
        for one in question.instrument.prerequisites
        if path[one.indicator][year] >= one.level > question.levels.get(one.indicator, 0)
    )


def reaches(question, path):
    after = moved(question.instrument, {n: course[-1] for n, course in path.items()}, {})
    return all(gap.is_reached for gap in gaps(after, question.targets).values())


def least(question):
    """Give the least cost or days of all paths; None when none reaches the targets."""
    which = 0 if question.minimise == "cost" else 1
    years = range(len(question.years))
    return min(
        (
            sum(spent(question, path, year)[which] for year in years)
            for path in every_path(question)
            if is_allowed(question, path) and reaches(question, path)
        ),
        default=None,
    )


QUESTIONS = st.builds(
    ask,
    levels=st.fixed_dictionaries({n: st.integers(0, 3) for n in (1, 2, 3)}),
    target=st.sampled_from(["1.5", "2", "2.35", "2.7", "3", "3.4"]),
    efforts=st.fixed_dictionaries(
        {
            (number, level): st.builds(
                Effort, st.integers(1, 20), st.integers(0, 50).map(lambda n: n * MILLION)
            )
            for number in (1, 2, 3)
            for level in range(1, 6)
        }
    ),
    budget=st.none() | st.integers(0, 90).map(lambda n: n * MILLION),
    days=st.none() | st.integers(0, 60),
    locked=st.sampled_from([frozenset(), frozenset({1}), frozenset({3})]),
    steps_per_year=st.integers(1, 2),
    minimise=st.sampled_from(["cost", "days"]),
)


@settings(max_examples=40)
@given(QUESTIONS)
def test_no_path_is_cheaper_and_none_is_missed(question):
    best = least(question)
    found = find(question)

    if best is None:
        assert isinstance(found, OutOfReach)
        assert found.short
    else:
        assert isinstance(found, Path)
        assert (found.cost if question.minimise == "cost" else found.days) == best
        assert is_allowed(question, as_courses(question, found))


def as_courses(question, path):
    """Give a found path as the level of each indicator at the end of each year."""
    courses = {}
    for number in question.instrument.by_number:
        level, course = question.levels.get(number, 0), []
        for year in question.years:
            taken = [s.level for s in path.steps if (s.number, s.year) == (number, year)]
            assert taken == list(range(level + 1, level + 1 + len(taken))), "level by level"
            level += len(taken)
            course.append(level)
        courses[number] = tuple(course)
    return courses


@settings(max_examples=15)
@given(QUESTIONS)
def test_what_is_out_of_reach_says_how_far_one_gets_and_which_limit_frees_it(question):
    found = find(question)
    if isinstance(found, Path):
        return
    lifted = {
        "budget": {"budget": None},
        "days": {"days": None},
        "steps": {"steps_per_year": 5},
        "locked": {"locked": frozenset()},
        "prerequisites": {"prerequisites": False},
    }
    for limit in found.limits:
        assert isinstance(find(replace(question, **lifted[limit])), Path), limit
    furthest = max(
        moved(question.instrument, {n: course[-1] for n, course in path.items()}, {}).value
        for path in every_path(question)
        if is_allowed(question, path)
    )
    assert found.best.index.value == furthest


# What a reader relies on


def test_the_cheaper_of_two_ways_is_taken():
    efforts = efforts_of(THREE, {(3, 2): Effort(1, Decimal(90)), (2, 2): Effort(1, Decimal(500))})
    efforts |= {(1, 2): Effort(1, Decimal(50)), (1, 3): Effort(1, Decimal(60))}
    found = find(ask(target="1.4", efforts=efforts))

    assert [(step.number, step.level, step.year) for step in found.steps] == [(3, 2, 2025)]
    assert found.cost == 90


def test_a_step_waits_for_what_it_needs_and_says_what_it_unlocks():
    found = find(ask(levels={1: 1, 2: 2, 3: 5}, target="3.8", years=(2025,)))
    policy, process = found.steps

    assert (policy.number, policy.level, policy.unlocks) == (1, 2, (2,))
    assert (process.number, process.level) == (2, 3)


@pytest.mark.parametrize(
    ("limits", "named"),
    [
        ({"budget": MILLION}, ("budget",)),
        ({"days": 3}, ("days",)),
        ({"years": (2025,)}, ("steps",)),
        ({"locked": frozenset({3})}, ("steps", "locked")),
        ({"budget": MILLION, "days": 3}, ()),
    ],
)
def test_the_limit_that_stands_in_the_way_is_named(limits, named):
    found = find(ask(**limits))

    assert isinstance(found, OutOfReach)
    assert found.limits == named
    assert found.short["index", 0] == found.best.index.value < 3


def test_a_locked_prerequisite_is_named():
    question = ask(levels={1: 1, 2: 2, 3: 5}, target="3.5", locked=frozenset({1, 3}), years=(2025,))

    assert find(question).limits == ("locked", "prerequisites")


def test_what_is_reached_already_costs_nothing():
    found = find(ask(target="1"))

    assert (found.steps, found.cost, found.days) == ((), 0, 0)
    assert found.by_year == {2025: 1, 2026: 1}


def test_a_target_counts_as_printed():
    exact = find(ask(target="2.205", levels={1: 2, 2: 2, 3: 2}, years=(2025,)))

    assert exact.index.printed >= Decimal("2.21")


def test_domain_and_aspect_targets_are_reached_together():
    question = replace(ask(), targets={("domain", 1): Decimal("1.6"), ("aspect", 2): Decimal(2)})
    found = find(question)

    assert found.index.domains[1] >= Decimal("1.6")
    assert found.index.aspects[2] >= 2


RESULT = files.told("index_2021.yaml")
TARGETS = files.told("targets_2024.yaml")


def cirebon(**changes):
    return Question(
        instrument=spbe(),
        levels=RESULT["levels"],
        targets={("aspect", n): Decimal(text) for n, text in TARGETS["aspects"].items()},
        years=(2022, 2023, 2024),
        efforts=efforts_of(spbe(), {}),
        **changes,
    )


def test_the_targets_of_cirebon_are_reached_within_three_years():
    found = find(cirebon())
    reached = gaps(found.index, cirebon().targets)

    assert all(gap.is_reached for gap in reached.values())
    assert found.index.printed >= Decimal("3.2")
    assert list(found.by_year.values()) == sorted(found.by_year.values())


def test_the_same_question_has_the_same_answer():
    assert find(cirebon()) == find(cirebon())


def test_the_path_adds_up():
    found = find(cirebon(budget=3000 * MILLION))
    start = moved(spbe(), RESULT["levels"], {}).value

    assert start + sum(step.gain for step in found.steps) == found.index.value
    for year in (2022, 2023, 2024):
        assert sum(s.effort.cost for s in found.steps if s.year == year) <= 3000 * MILLION


def test_years_need_not_follow_each_other():
    asked = {"levels": {1: 1, 2: 1, 3: 1}, "target": "3"}

    apart, together = (find(ask(**asked, years=years)) for years in ((2024, 2027), (2024, 2025)))

    assert [(one.number, one.level) for one in apart.steps] == [
        (one.number, one.level) for one in together.steps
    ]
    assert {one.year for one in apart.steps} == {2024, 2027}


def test_the_search_says_nothing_and_is_loaded_only_when_asked():
    script = """
import sys, yaml
from decimal import Decimal
from caruban.evaluation.rules.effort import efforts_of
from caruban.evaluation.rules.path import Question, find
from caruban.evaluation.rules.parsing import parse
place = "src/caruban/evaluation/instruments/permenpanrb-59-2020.yaml"
one = parse(yaml.safe_load(open(place, encoding="utf-8").read()))
levels = dict.fromkeys(one.by_number, 1)
question = Question(one, levels, {("aspect", 4): Decimal(2)}, (2025,), efforts_of(one, {}))
assert "highspy" not in sys.modules
assert find(question).index.aspects[4] == 2
assert "highspy" in sys.modules
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
