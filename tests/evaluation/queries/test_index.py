"""The index on every basis, now and at a moment of the past; the table and the live lines."""

from decimal import Decimal

import pytest
from django.utils import timezone

from caruban.evaluation.actions.answers import fill
from caruban.evaluation.actions.judging import judge, review
from caruban.evaluation.models import Assessment
from caruban.evaluation.queries.bridge import crossings
from caruban.evaluation.queries.index import (
    Basis,
    current_basis,
    index_of,
    indices_of,
    levels_of,
    official_index,
)
from caruban.evaluation.queries.live import live
from caruban.evaluation.queries.overview import overview
from caruban.evaluation.queries.summary import summary
from caruban.evaluation.queries.tables import heat_of, table
from caruban.evaluation.queries.trend import trend
from caruban.evaluation.rules.workflow import STATES
from caruban.kernel.proofs.models import Proof
from tests.evaluation.factories import (
    a_final_result,
    a_small_instrument,
    an_answer,
    an_assessment,
    an_evidence,
    pemdi,
    spbe,
)
from tests.factories import an_institution, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution():
    return an_institution()


@pytest.fixture
def instrument():
    return a_small_instrument()


@pytest.fixture
def running(institution, instrument):
    return an_assessment(institution, instrument=instrument, levels={1: 2, 2: 3})


def value(assessment, basis, **moment):
    return index_of(assessment, basis, by=system(), **moment).value


def claim(assessment, number, level):
    answer = an_answer(assessment, number)
    fill(answer, by=system(), version=answer.version, claimed_level=level)


def move_to(assessment, state):
    Assessment.objects.filter(pk=assessment.pk).update(state=state)
    assessment.refresh_from_db()


def test_each_basis_reads_its_own_word(running):
    move_to(running, "internal_review")
    review(an_answer(running, 1), by=system(), level=1, reason="x")
    move_to(running, "interview")
    judge(an_answer(running, 3), by=system(), level=4, reason="x")

    assert value(running, Basis.CLAIMED) == Decimal("1.3")  # 20 % of 2, 30 % of 3
    assert value(running, Basis.REVIEWED) == Decimal("0.2")
    assert value(running, Basis.JUDGED) == Decimal(2)
    assert value(running, Basis.PROVED) == value(running, Basis.FINAL) == 0
    assert levels_of(running, Basis.CLAIMED, by=system()) == {1: 2, 2: 3, 3: None}


@pytest.mark.parametrize("state", STATES)
def test_what_stands_follows_the_stage(running, state):
    running.state = state
    expected = {"final": Basis.FINAL, "provisional": Basis.JUDGED, "objection": Basis.JUDGED}

    assert current_basis(running) == expected.get(state, Basis.CLAIMED)


def test_the_index_of_a_past_moment_is_as_it_was_then(running):
    before = timezone.now()
    claim(running, 1, 5)
    between = timezone.now()
    claim(running, 1, 4)
    claim(running, 3, 1)

    assert value(running, Basis.CLAIMED, at=before) == Decimal("1.3")
    assert value(running, Basis.CLAIMED, at=between) == Decimal("1.9")
    assert value(running, Basis.CLAIMED) == Decimal("2.2")
    assert levels_of(running, Basis.CLAIMED, by=system(), at=before)[1] == 2


def test_before_an_evaluation_was_opened_it_says_nothing(running):
    long_ago = running.created_at - timezone.timedelta(days=1)

    index = index_of(running, Basis.CLAIMED, by=system(), at=long_ago)
    assert (index.value, index.missing) == (0, (1, 2, 3))
    assert live(running, by=system(), at=long_ago) == []


def test_items_and_scores_of_a_past_moment_come_back(institution):
    running = an_assessment(institution, instrument=pemdi(), year=2026)
    answer = an_answer(running, 5)
    answer = fill(answer, by=system(), version=answer.version, claimed_score="25")
    before = timezone.now()
    fill(answer, by=system(), version=answer.version, claimed_score="68.75")

    then = index_of(running, Basis.CLAIMED, by=system(), at=before)
    assert then.values[5] == Decimal(2)
    assert index_of(running, Basis.CLAIMED, by=system()).values[5] == Decimal("3.75")


@pytest.mark.parametrize("basis", Basis)
@pytest.mark.parametrize("counted", [False, True])
def test_the_first_page_tells_the_same_index_now_and_then(institution, basis, counted):
    instrument = pemdi() if counted else spbe()
    year = 2026 if counted else 2021
    one = an_assessment(institution, instrument=instrument, year=year, levels=2, state="final")
    Proof.objects.create(
        institution=institution, instrument=instrument.code, number=1, level=3, conditions=[],
        since=timezone.now(),
    )  # fmt: skip
    then = timezone.now()
    for column in ("claimed", "reviewed", "judged", "final"):
        one.answers.filter(number=1).update(**{f"{column}_level": 1})
    one.answers.filter(number=1).update(claimed_items=[], judged_items=[], reviewed_items=[])

    for at in (None, then, one.created_at - timezone.timedelta(days=1)):
        shown = overview(one, by=system(), basis=basis, at=at).table.index
        assert shown == index_of(one, basis, by=system(), at=at)


def test_many_are_computed_as_one_is(institution, instrument):
    results = [a_final_result(institution, year, instrument=instrument) for year in (2020, 2021)]
    results.append(a_final_result(levels=dict.fromkeys(range(1, 48), 5)))
    results.append(an_assessment(instrument=pemdi(), year=2026, state="final", levels=3))

    for one in results:
        assert indices_of(results)[one.pk] == official_index(one, by=system())


def test_what_nobody_said_counts_as_nothing_among_many_too(institution, instrument, running):
    empty = an_assessment(institution, instrument=instrument, year=2023)
    found = indices_of([running, empty], Basis.CLAIMED)

    for one in (running, empty):
        assert found[one.pk] == index_of(one, Basis.CLAIMED, by=system())
    assert found[empty.pk].missing == (1, 2, 3)


# Proofs


def prove(institution, number, level, *, since, until=None, conditions=(), code="kecil"):
    return Proof.objects.create(
        institution=institution,
        instrument=code,
        number=number,
        level=level,
        conditions=list(conditions),
        since=since,
        until=until,
    )


def test_proofs_make_an_index_of_their_own_as_of_a_moment(running, institution):
    now = timezone.now()
    then = now - timezone.timedelta(days=10)
    prove(institution, 3, 2, since=then, until=now)
    prove(institution, 3, 4, since=now)

    assert value(running, Basis.PROVED, at=then) == Decimal(1)
    assert value(running, Basis.PROVED) == Decimal(2)


def condition(level, *, met, sentence="Ada SK", missing="Tetapkan SK"):
    return {"level": level, "sentence": sentence, "met": met, "sources": [], "missing": missing}


def test_a_line_shows_claim_proof_and_what_the_next_level_lacks(running, institution):
    conditions = [condition(1, met=True), condition(2, met=False, sentence="Peta ditetapkan")]
    prove(institution, 1, 1, since=timezone.now(), conditions=conditions)
    an_evidence(an_answer(running, 1), 2)
    first, second, third = live(running, by=system())

    assert (first.claimed, first.proved, first.next_level, first.overclaims) == (2, 1, 2, True)
    assert [(one.sentence, one.advice, one.proved) for one in first.missing] == [
        ("Peta ditetapkan", "Tetapkan SK", True)
    ]
    assert first.evidence_by_level == {2: 1}
    assert (second.proved, second.next_level, second.overclaims) == (None, 4, False)
    assert [one.sentence for one in second.missing] == ["Kriteria tingkat 4"]
    assert (third.claimed, third.value, third.next_level) == (None, None, 1)


def test_at_the_top_nothing_lacks(institution, instrument):
    top = an_assessment(institution, instrument=instrument, levels=5)

    assert {(one.next_level, len(one.missing)) for one in live(top, by=system())} == {(None, 0)}


def test_a_line_tells_the_level_of_the_last_finished_evaluation(institution, instrument):
    a_final_result(institution, 2020, {1: 3, 2: 3, 3: 3}, instrument=instrument)
    running = an_assessment(institution, instrument=instrument, year=2021)

    assert [one.previous for one in live(running, by=system())] == [3, 3, 3]


# Table, trend, summary, bridge


def test_the_table_has_every_part_with_last_year_target_and_gap(institution, instrument):
    from caruban.evaluation.actions.plans import set_target

    a_final_result(institution, 2020, {1: 1, 2: 1, 3: 1}, instrument=instrument)
    result = a_final_result(institution, 2021, {1: 2, 2: 2, 3: 3}, instrument=instrument)
    set_target(institution, by=system(), instrument=instrument, year=2024, subject="index", value=3)
    shown = table(result, by=system())

    assert [(row.kind, row.number) for row in shown.rows] == [
        ("index", 0), ("domain", 1), ("aspect", 1), ("indicator", 1), ("indicator", 2),
        ("domain", 2), ("aspect", 2), ("indicator", 3),
    ]  # fmt: skip
    assert (shown.top.value, shown.top.last, shown.target_year) == (Decimal("2.5"), 1, 2024)
    assert shown.top.gap.distance == Decimal("0.5")
    assert shown.top.children[0].gap is None


@pytest.mark.parametrize(
    ("value", "heat"),
    [(None, 0), ("0", 1), ("1", 1), ("1.99", 1), ("1.995", 2), ("4.99", 4), ("5", 5)],
)
def test_heat_is_read_off_the_printed_value(value, heat):
    assert heat_of(None if value is None else Decimal(value)) == heat


def test_the_trend_runs_from_the_earliest_and_marks_what_is_not_finished(institution, instrument):
    a_final_result(institution, 2020, instrument=instrument)
    an_assessment(institution, instrument=instrument, year=2021, levels=3)
    points = trend(institution, by=system())

    assert [(one.year, one.index.value, one.is_official) for one in points] == [
        (2020, 2, True),
        (2021, 3, False),
    ]


def test_the_summary_is_plain_and_names_what_is_missing(running):
    told = summary(table(running, by=system()))

    assert (told["index"], told["predicate"]) == ({"value": 1.3, "exact": "1.3"}, "Rendah")
    assert (told["basis"], told["missing"]) == ("claimed", [3])
    assert [(one["number"], one["domain"], one["value"]) for one in told["aspects"]] == [
        (1, 1, 2.6),
        (2, 2, 0.0),
    ]


def test_the_bridge_carries_levels_and_proofs_of_the_older_instrument(institution):
    a_final_result(institution, 2021, {10: 4}, instrument=spbe())
    prove(institution, 11, 2, since=timezone.now(), code="permenpanrb-59-2020")
    first = crossings(institution, pemdi(), by=system(), at=timezone.now())[0]

    assert [(one.link.old.number, one.level, one.proved) for one in first.served_by][2:4] == [
        (10, 4, None),
        (11, 1, 2),
    ]


def test_an_instrument_that_replaces_none_has_no_bridge(institution):
    assert crossings(institution, spbe(), by=system(), at=timezone.now()) == []
