"""What evaluations prove by their own records: each condition, up and down, and nothing more."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from caruban.evaluation.actions import assessments, judging
from caruban.evaluation.actions.answers import fill
from caruban.evaluation.actions.plans import keep_plan, set_target
from caruban.evaluation.models import Plan, Target
from caruban.evaluation.queries.plans import question
from caruban.kernel.events.jobs import follow
from caruban.kernel.events.models import Happening
from caruban.kernel.proofs.interface import PROVERS, prove, supported_level
from caruban.kernel.proofs.queries import proofs_of
from tests.evaluation.factories import a_final_result, an_answer, an_assessment, pemdi, spbe
from tests.factories import a_unit, an_institution, system

pytestmark = pytest.mark.django_db

SPBE, PEMDI = "permenpanrb-59-2020", "permenpanrb-8-2026"
TODAY = timezone.localdate()
YEAR = TODAY.year


@pytest.fixture
def institution():
    return an_institution()


def conditions(institution, number, *, instrument=SPBE, on=None):
    return prove(PROVERS[instrument, number], institution, on=on or timezone.localdate())


def met(institution, number, **how):
    return [one.met for one in conditions(institution, number, **how)]


def level(institution, number, **how):
    return supported_level(conditions(institution, number, **how))


def a_target(institution, year=YEAR, instrument=None):
    return set_target(
        institution,
        by=system(),
        instrument=instrument or spbe(),
        year=year,
        subject="index",
        value=Decimal("2.10"),
    )


def a_plan(institution, years=(YEAR,), target="2.10"):
    final = institution.assessments.filter(year=2021).first() or a_final_result(
        institution, year=2021, levels=2
    )
    asked = question(final, by=system(), targets={("index", 0): Decimal(target)}, years=years)
    return keep_plan(institution, by=system(), instrument=spbe(), question=asked)


def a_reviewed_evaluation(institution, number=12, recommendation="Lengkapi."):
    assessment = an_assessment(institution, year=2024, state="document_review")
    judging.judge(
        an_answer(assessment, number),
        by=system(),
        level=1,
        reason="Baru konsep.",
        recommendation=recommendation,
    )
    assessment.answers.update(judged_level=1)
    assessments.interview(assessment, by=system())
    assessments.publish(assessment, by=system())
    return assessment


def finished(assessment):
    return assessments.finish(assessment, by=system())


def test_a_target_and_a_kept_path_are_the_draft_of_a_roadmap(institution):
    assert level(institution, 12) == 0
    a_target(institution)
    assert level(institution, 12) == 0
    a_plan(institution)
    assert level(institution, 12) == 1

    Target.objects.all().delete()
    assert level(institution, 12) == 0


def test_a_target_and_a_path_of_years_gone_by_are_no_draft(institution):
    a_target(institution, year=YEAR - 1)
    a_plan(institution, years=(2022,))

    assert met(institution, 12)[:2] == [False, False]


def test_a_path_that_misses_its_target_is_no_draft(institution):
    a_target(institution)
    a_plan(institution, target="5.00")

    assert met(institution, 12)[:2] == [True, False]


def test_a_finished_evaluation_with_a_recommendation_reviews_the_roadmap(institution):
    assessment = a_reviewed_evaluation(institution)
    review = 5  # in the order of levels
    assert not met(institution, 12)[review]

    finished(assessment)

    told = conditions(institution, 12)[review]
    assert told.met
    assert told.level == 4
    assert told.sources[0].url.endswith(f"/2024/indikator/12/?instrumen={SPBE}")


def test_a_review_without_recommendation_or_of_another_indicator_does_not_count(institution):
    finished(a_reviewed_evaluation(institution, recommendation=""))
    assert not met(institution, 12)[5]

    other = an_institution()
    finished(a_reviewed_evaluation(other, number=11))
    assert not met(other, 12)[5]


def test_a_review_grows_old(institution):
    finished(a_reviewed_evaluation(institution))

    assert met(institution, 12, on=TODAY + timedelta(days=729))[5]
    assert not met(institution, 12, on=TODAY + timedelta(days=731))[5]


def test_a_path_kept_after_the_review_renews_the_draft(institution):
    a_target(institution)
    plan = a_plan(institution)
    finished(a_reviewed_evaluation(institution))
    Plan.objects.filter(pk=plan.pk).update(created_at=timezone.now() - timedelta(days=9))
    renewed = 6
    assert not met(institution, 12)[renewed]

    a_plan(institution)

    assert met(institution, 12)[renewed]


def test_no_level_is_claimed_that_the_records_alone_do_not_show(institution):
    a_target(institution)
    finished(a_reviewed_evaluation(institution))
    a_plan(institution)

    assert level(institution, 12) == 1
    unmet = [one for one in conditions(institution, 12) if not one.met]
    assert {one.level for one in unmet} == {2, 3, 4, 5}
    assert all(one.missing for one in unmet)


def test_offices_that_answer_together_prove_collaboration_without_a_formal_plan(institution):
    one, two = a_unit(institution), a_unit(institution)
    assessment = an_assessment(institution, instrument=pemdi(), year=2026)
    for number, unit in ((1, one), (2, two)):
        answer = an_answer(assessment, number)
        assessments.assign(answer, by=system(), unit=unit)
    day = date(2026, 12, 30)
    assert met(institution, 20, on=day)[:2] == [False, True]

    for number in (1, 2):
        assert level(institution, 20, on=day) == 0
        ready(assessment, number)

    assert level(institution, 20, on=day) == 1
    assert "2 perangkat daerah" in conditions(institution, 20, on=day)[0].sources[0].label

    row = an_answer(assessment, 1)
    fill(row, by=system(), version=row.version, is_complete=False)
    assert level(institution, 20, on=day) == 0


def test_one_office_alone_is_no_collaboration(institution):
    unit = a_unit(institution)
    assessment = an_assessment(institution, instrument=pemdi(), year=2026)
    for number in (1, 2):
        assessments.assign(an_answer(assessment, number), by=system(), unit=unit)
        ready(assessment, number)

    assert met(institution, 20, on=date(2026, 12, 30))[:3] == [False, False, False]


def ready(assessment, number):
    answer = an_answer(assessment, number)
    fill(
        answer,
        by=system(),
        version=answer.version,
        claimed_level=1,
        narrative="Sudah.",
        is_complete=True,
    )


def test_the_draft_of_digital_governance_goes_by_its_own_instrument(institution):
    a_target(institution)
    a_plan(institution)
    assert level(institution, 1, instrument=PEMDI) == 0

    a_target(institution, year=max(YEAR, 2026), instrument=pemdi())
    held = an_assessment(institution, instrument=pemdi(), year=2026, levels=1)
    asked = question(
        held, by=system(), targets={("index", 0): Decimal("2.00")}, years=(YEAR, YEAR + 1)
    )
    keep_plan(institution, by=system(), instrument=pemdi(), question=asked)

    assert level(institution, 1, instrument=PEMDI) == 1


def test_what_came_later_did_not_count_before(institution):
    a_target(institution)
    a_plan(institution)
    finished(a_reviewed_evaluation(institution))

    yesterday = TODAY - timedelta(days=1)

    assert not any(met(institution, 12, on=yesterday))
    assert not any(met(institution, 20, on=yesterday))


def test_the_worker_proves_again_when_a_path_is_kept(institution):
    a_target(institution)
    a_plan(institution)

    for happening in Happening.objects.filter(name="plan.kept"):
        follow(happening=happening.pk)

    held = proofs_of(institution, SPBE, by=system(), at=timezone.now())
    assert held[12].level == 1


def test_neighbours_prove_nothing_for_each_other(institution):
    a_target(institution)
    a_plan(institution)
    finished(a_reviewed_evaluation(institution))

    assert not any(met(an_institution(), 12))


@pytest.mark.parametrize("key", [(SPBE, 12), (SPBE, 20), (PEMDI, 1)])
def test_every_prover_names_the_events_that_change_it(key):
    assert PROVERS[key].after
