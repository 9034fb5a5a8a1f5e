"""What evaluation offers to "Pekerjaan saya", navigation and the public home."""

from datetime import date, timedelta

import pytest
from django.test import Client

from caruban.evaluation.models import Answer, Assessment, Objection
from caruban.evaluation.tiles import figures, places, to_do
from caruban.kernel.accounts.roles import Role
from caruban.kernel.actors import Guest
from tests.evaluation.factories import a_final_result, a_small_instrument, an_assessment, spbe
from tests.evaluation.views.working import YEAR, a_cast, address, browser
from tests.factories import a_unit, a_user, an_institution

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)


def titles(actor, on=TODAY):
    return [task.title for task in to_do(actor, on=on)]


def all_of(cast, **words):
    Answer.objects.filter(assessment=cast.assessment).update(**words)


def test_an_officer_is_asked_for_the_answers_of_their_unit_until_they_are_ready():
    cast = a_cast()
    user = cast.person(Role.OFFICER)
    assert [one.split(":")[0] for one in titles(user)] == [f"Isi indikator {n}" for n in (1, 2, 3)]
    all_of(cast, is_complete=True)
    assert titles(user) == []


def test_nobody_else_is_asked_for_them():
    cast = a_cast()
    people = [
        cast.person(Role.OFFICER, a_unit(cast.institution)),
        a_cast().person(Role.LEADER),
        cast.person(Role.LEADER),
        cast.person(Role.ASSESSOR),
        cast.person(Role.SECRETARY),
    ]
    assert not [one for user in people for one in titles(user) if one.startswith("Isi")]


def test_an_answer_is_late_after_its_day_and_says_by_how_much():
    cast = a_cast()
    all_of(cast, due_on=TODAY - timedelta(days=2))
    task = to_do(cast.person(Role.OFFICER), on=TODAY)[0]
    assert (task.is_late, task.due, task.why) == (
        True,
        TODAY - timedelta(days=2),
        "Terlambat 2 hari.",
    )
    all_of(cast, due_on=TODAY)
    assert not to_do(cast.person(Role.OFFICER), on=TODAY)[0].is_late


@pytest.mark.parametrize(
    ("state", "role", "ready", "verb"),
    [
        ("draft", Role.SECRETARY, {}, "Mulai"),
        ("self_assessment", Role.SECRETARY, {}, "Pantau"),
        ("self_assessment", Role.SECRETARY, {"is_complete": True}, "Ajukan"),
        ("internal_review", Role.INTERNAL_ASSESSOR, {}, "Reviu"),
        ("internal_review", Role.INTERNAL_ASSESSOR, {"reviewed_level": 1}, "Teruskan"),
        ("document_review", Role.ASSESSOR, {}, "Nilai"),
        ("document_review", Role.ASSESSOR, {"judged_level": 1}, "Lanjutkan"),
        ("interview", Role.ASSESSOR, {"judged_level": 1}, "Lanjutkan"),
        ("provisional", Role.SECRETARY, {}, "Periksa"),
        ("objection", Role.ASSESSOR, {}, "Tetapkan"),
    ],
)
def test_each_stage_asks_the_one_who_moves_it_and_leads_to_a_page_that_opens(
    state, role, ready, verb
):
    cast = a_cast(state)
    all_of(cast, **ready)
    user = cast.person(role)
    (task,) = to_do(user, on=TODAY)
    assert task.verb == verb
    assert browser(user).get(task.url).status_code == 200
    others = [one for one in (Role.SECRETARY, Role.INTERNAL_ASSESSOR, Role.ASSESSOR) if one != role]
    assert [titles(cast.person(other)) for other in others] == [[], []]
    Assessment.objects.filter(pk=cast.assessment.pk).update(state="final")
    assert titles(user) == []


def test_a_reviewer_is_led_to_the_first_indicator_that_waits():
    cast = a_cast("internal_review")
    cast.assessment.answers.filter(number=1).update(reviewed_level=2)
    (task,) = to_do(cast.person(Role.INTERNAL_ASSESSOR), on=TODAY)
    assert task.url.endswith("/indikator/2/")
    assert task.why == "2 indikator menunggu Anda."


def test_what_no_unit_answers_is_for_the_secretary_to_assign():
    cast = a_cast()
    user = cast.person(Role.SECRETARY)
    assert not [one for one in titles(user) if one.startswith("Tugaskan")]
    cast.assessment.answers.filter(number=1).update(unit=cast.institution)
    (task,) = [one for one in to_do(user, on=TODAY) if one.verb == "Tugaskan"]
    assert task.why == "1 indikator belum ditugaskan kepada perangkat daerah."


def test_an_open_objection_waits_for_the_assessor_and_goes_with_its_answer():
    cast = a_cast("objection")
    user = cast.person(Role.ASSESSOR)
    held = Objection.objects.create(answer=cast.answer, wanted_level=3, grounds="Ada SK.")
    (task,) = to_do(user, on=TODAY)
    assert (task.verb, task.why) == ("Jawab", "Ada SK.")
    assert titles(cast.person(Role.SECRETARY)) == []
    held.outcome = Objection.Outcome.DISMISSED
    held.save(update_fields=["outcome"])
    assert [one.verb for one in to_do(user, on=TODAY)] == ["Tetapkan"]


def test_a_guest_has_no_work():
    a_cast()
    assert list(to_do(Guest(), on=TODAY)) == []


def test_where_a_year_has_two_evaluations_a_task_leads_to_its_own():
    cast = a_cast()
    an_assessment(cast.institution, instrument=spbe(), year=YEAR, state="draft")
    user = cast.person(Role.OFFICER)
    task = to_do(user, on=TODAY)[0]
    assert task.url.endswith(f"?instrumen={cast.assessment.instrument.code}")
    assert "data-autosave" in browser(user).get(task.url).content.decode()


def test_domains_mark_tasks_only_where_the_instrument_has_the_four():
    cast = a_cast(instrument=spbe())
    tasks = to_do(cast.person(Role.OFFICER), on=TODAY)
    assert {one.domain for one in tasks} == {1, 2, 3, 4}


def test_my_work_shows_the_tasks():
    cast = a_cast()
    page = browser(cast.person(Role.OFFICER)).get("/kerja/").content.decode()
    assert f'href="{address("indicator", cast.answer)}"' in page


def test_navigation_leads_to_ones_own_institution_and_what_is_under_way():
    cast = a_cast()
    a_cast()
    user = cast.person(Role.OFFICER)
    urls = [link.url for link in places(user)]
    assert f"/evaluasi/{cast.institution.region_code}/" in urls
    assert address("process", cast.assessment) in urls
    client = browser(user)
    assert [client.get(url, follow=True).status_code for url in urls] == [200] * len(urls)


@pytest.mark.parametrize("role", [one for one in Role if one not in (Role.CITIZEN, Role.SYSTEM)])
def test_every_entry_of_the_navigation_opens_for_whom_it_is_shown(role):
    cast = a_cast()
    a_final_result(cast.institution, 2021)
    user = cast.person(role)
    client = browser(user)
    for link in places(user):
        assert client.get(link.url, follow=True).status_code == 200, link


def test_the_secretary_is_offered_to_open_one_only_while_none_is_under_way():
    institution = an_institution()
    user = a_user(Role.SECRETARY, institution)
    assert "Buka evaluasi" in [link.title for link in places(user)]
    an_assessment(institution, instrument=a_small_instrument(), year=YEAR)
    assert "Buka evaluasi" not in [link.title for link in places(user)]
    assert "Buka evaluasi" not in [
        link.title for link in places(a_user(Role.OFFICER, an_institution()))
    ]


def test_the_public_home_shows_final_results_only():
    cast = a_cast(levels=5)
    final = a_final_result(an_institution("Kabupaten Contoh"), 2021)
    (figure,) = figures(on=TODAY)
    assert (figure.figure, figure.word, figure.level) == ("2,00", "Cukup", 2)
    assert "Kabupaten Contoh 2021" in figure.title
    assert Client().get(figure.url).status_code == 200
    page = Client().get("/").content.decode()
    assert str(final.institution) in page
    assert str(cast.institution) not in page
