"""Who sees which evaluation: everybody the finished ones, the institution's people all."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from caruban.evaluation.queries.answers import answers_of, find_answer
from caruban.evaluation.queries.assessments import (
    find,
    find_institution,
    latest,
    latest_final,
    previous,
    seen,
)
from caruban.evaluation.queries.comparison import comparable, comparison
from caruban.evaluation.queries.index import Basis, index_of
from caruban.evaluation.queries.live import live
from caruban.evaluation.queries.overview import overview
from caruban.evaluation.queries.plans import kept_plans
from caruban.evaluation.queries.progress import overall, progress
from caruban.evaluation.queries.tables import table
from caruban.evaluation.queries.tasks import tasks_of
from caruban.evaluation.queries.trail import answer_trail, trail
from caruban.evaluation.queries.trend import trend
from caruban.kernel.accounts.roles import GRANTS, Role
from caruban.kernel.actors import Guest
from tests.evaluation.factories import (
    a_final_result,
    a_small_instrument,
    an_answer,
    an_assessment,
    pemdi,
    spbe,
)
from tests.factories import a_user, an_institution, system

pytestmark = pytest.mark.django_db
READERS = GRANTS["assessment.read"].roles
ROLES = [one for one in Role if one not in (Role.CITIZEN, Role.SYSTEM)]


@pytest.fixture
def institution():
    return an_institution(region_code="32.09")


@pytest.fixture
def instrument():
    return a_small_instrument()


@pytest.fixture
def final(institution, instrument):
    return a_final_result(institution, 2021, instrument=instrument)


@pytest.fixture
def running(institution, instrument):
    return an_assessment(institution, year=2022, instrument=instrument, levels=2)


@pytest.fixture
def secretary(institution):
    return a_user(Role.SECRETARY, institution)


@pytest.fixture
def stranger():
    return a_user(Role.SECRETARY, an_institution())


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_what_its_grants_say(final, running, institution, role):
    shown = {one.year for one in seen(a_user(role, institution))}

    assert shown == ({2021, 2022} if role in READERS else {2021})


def test_guests_and_other_institutions_see_what_is_finished(final, running, stranger):
    for somebody in (Guest(), a_user(), stranger):
        assert [one.year for one in seen(somebody)] == [2021]
        assert latest(final.institution, by=somebody) == final
        assert [one.year for one in trend(final.institution, by=somebody)] == [2021]
        with pytest.raises(Http404):
            find(by=somebody, region="32.09", year=2022)


INSIDE = {
    "answers": lambda one, by: answers_of(one, by=by),
    "live": lambda one, by: live(one, by=by),
    "claimed": lambda one, by: index_of(one, Basis.CLAIMED, by=by),
    "proved": lambda one, by: index_of(one, Basis.PROVED, by=by),
    "table": lambda one, by: table(one, by=by),
    "overview": lambda one, by: overview(one, by=by),
    "trail": lambda one, by: trail(one, by=by),
    "answer's trail": lambda one, by: answer_trail(an_answer(one), by=by),
    "progress": lambda one, by: progress(one, by=by, on=one.due_on),
    "overall": lambda one, by: overall(one, by=by, on=one.due_on),
    "answer": lambda one, by: find_answer(one, 1, by=by),
}


@pytest.mark.parametrize("inside", INSIDE)
def test_the_inside_of_an_evaluation_is_its_institution_s(running, secretary, stranger, inside):
    assert INSIDE[inside](running, secretary) is not None
    others = [Guest(), a_user(), stranger, a_user(Role.DESK_AGENT, running.institution)]

    for somebody in others:
        with pytest.raises((PermissionDenied, Http404)):
            INSIDE[inside](running, somebody)


def test_of_a_finished_evaluation_the_result_is_public_and_the_inside_is_not(final):
    shown = overview(final, by=Guest())

    assert table(final, by=Guest()).index.value == 2
    assert (shown.proved, shown.lines) == (None, {})
    for basis in (Basis.CLAIMED, Basis.JUDGED, Basis.PROVED):
        with pytest.raises(PermissionDenied):
            index_of(final, basis, by=Guest())
    with pytest.raises(PermissionDenied):
        index_of(final, Basis.FINAL, by=Guest(), at=final.created_at)


def test_comparison_shows_others_what_is_finished_only(instrument, running, stranger, secretary):
    other = a_final_result(year=2022, levels=4, instrument=instrument)
    code = instrument.code

    assert [one.assessment for one in comparison(2022, by=stranger, instrument=code)] == [other]
    assert [one.assessment for one in comparison(2022, by=secretary, instrument=code)] == [
        other,
        running,
    ]
    assert comparable(by=Guest()) == [(2022, code, instrument.name)]


def test_kept_paths_are_the_institution_s_own(institution, secretary, stranger, instrument):
    from caruban.evaluation.models import Plan

    Plan.objects.create(
        institution=institution, instrument=instrument, question={}, answer={}, by=secretary
    )
    assert kept_plans(institution, by=secretary).count() == 1
    for somebody in (stranger, Guest(), a_user()):
        assert kept_plans(institution, by=somebody).count() == 0


def test_nothing_waits_for_guests_and_outsiders(running, stranger):
    for somebody in (Guest(), a_user(), stranger):
        assert tasks_of(somebody, on=running.due_on) == []


# Finding


def test_an_unknown_region_or_year_is_not_found_in_words(final, running, secretary):
    with pytest.raises(Http404, match=r"kode wilayah 99\.99"):
        find_institution(by=Guest(), region="99.99")
    with pytest.raises(Http404, match=r"tahun 2030. Yang ada: 2021, 2022\."):
        find(by=secretary, region="32.09", year=2030)
    with pytest.raises(Http404, match=r"tahun 2022. Yang ada: 2021\."):
        find(by=Guest(), region="32.09", year=2022)
    with pytest.raises(Http404, match="tidak memakai instrumen lain"):
        find(by=secretary, region="32.09", year=2021, instrument="lain")


def test_an_institution_without_evaluations_says_so(institution):
    with pytest.raises(Http404, match="belum punya evaluasi"):
        find(by=Guest(), region="32.09", year=2021)
    assert latest(institution, by=system()) is None


def test_of_two_instruments_in_a_year_the_newer_is_found_or_the_one_asked_for(institution):
    older = a_final_result(institution, 2026, instrument=spbe())
    newer = a_final_result(institution, 2026, instrument=pemdi())

    assert find(by=Guest(), region="32.09", year=2026) == newer
    assert find(by=Guest(), region="32.09", year=2026, instrument="permenpanrb-59-2020") == older


def test_the_one_before_is_the_last_finished_by_the_same_instrument(
    final, running, institution, instrument
):
    a_final_result(institution, 2020, instrument=instrument)
    a_final_result(institution, 2021, instrument=spbe())
    a_final_result(year=2021, instrument=instrument)

    assert previous(running) == final
    assert latest_final(institution, by=Guest()).year == 2021
