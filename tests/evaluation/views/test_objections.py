"""Objections on the indicator's page: raised by the institution, answered by the assessor."""

import pytest

from caruban.evaluation.models import Objection
from caruban.evaluation.rules.workflow import CONTESTABLE, STATES
from caruban.kernel.accounts.roles import Role
from tests.evaluation.factories import items_up_to, pemdi
from tests.evaluation.views.reading import text
from tests.evaluation.views.working import a_cast, address, browser, doers

pytestmark = pytest.mark.django_db

ASKED = {"sanggah-wanted_level": "3", "sanggah-grounds": "SK 12/2026 belum dibaca."}
UPHELD = {"jawab-outcome": "terima", "jawab-reply": "SK itu memang ada."}
DISMISSED = {"jawab-outcome": "tolak", "jawab-reply": "SK itu dicabut."}


def an_objection(cast):
    return Objection.objects.create(answer=cast.answer, wanted_level=3, grounds="SK 12/2026.")


@pytest.mark.parametrize(("role", "may"), doers({Role.SECRETARY}))
def test_who_steers_objects_and_nobody_else(role, may):
    cast = a_cast("objection")
    answer = cast.post("object_to", cast.person(role), ASKED)
    assert Objection.objects.exists() is may
    assert answer.status_code == 302 if may else answer.status_code in (403, 404)


@pytest.mark.parametrize("state", STATES)
def test_objections_have_their_time(state):
    cast = a_cast(state)
    user = cast.person(Role.SECRETARY)
    answer = cast.post("object_to", user, ASKED)
    assert answer.status_code == (302 if state in CONTESTABLE else 422)
    assert Objection.objects.exists() is (state in CONTESTABLE)


def test_a_second_click_raises_no_second_objection():
    cast = a_cast("objection")
    user = cast.person(Role.SECRETARY)
    cast.post("object_to", user, ASKED)
    again = cast.post("object_to", user, ASKED)
    assert "masih menunggu jawaban" in text(again)
    assert Objection.objects.count() == 1


@pytest.mark.parametrize("lacks", ASKED)
def test_without_level_or_grounds_nothing_is_raised_and_the_rest_comes_back(lacks):
    cast = a_cast("objection")
    page = cast.post("object_to", cast.person(Role.SECRETARY), ASKED | {lacks: ""})
    assert page.status_code == 422
    assert not Objection.objects.exists()
    if lacks != "sanggah-grounds":
        assert "SK 12/2026 belum dibaca.</textarea>" in page.content.decode()


def test_the_level_that_was_given_cannot_be_asked_for():
    cast = a_cast("objection")
    form = ASKED | {"sanggah-wanted_level": str(cast.answer.judged_level)}
    assert cast.post("object_to", cast.person(Role.SECRETARY), form).status_code == 422
    assert not Objection.objects.exists()


@pytest.mark.parametrize(("role", "may"), doers({Role.ASSESSOR}))
def test_who_judges_answers_and_nobody_else(role, may):
    cast = a_cast("objection")
    raised = an_objection(cast)
    cast.post("answer_objection", cast.person(role), DISMISSED, objection=raised.pk)
    raised.refresh_from_db()
    assert (raised.outcome == Objection.Outcome.DISMISSED) is may


def test_an_upheld_objection_changes_the_level_and_a_dismissed_one_does_not():
    for form, level in ((UPHELD, 3), (DISMISSED, 1)):
        cast = a_cast("objection")
        raised = an_objection(cast)
        user = cast.person(Role.ASSESSOR)
        cast.post("answer_objection", user, form, objection=raised.pk)
        assert cast.answer.judged_level == level
        page = text(browser(user).get(address("indicator", cast.answer)))
        assert form["jawab-reply"] in page


def test_an_answer_given_twice_is_given_once():
    cast = a_cast("objection")
    raised = an_objection(cast)
    user = cast.person(Role.ASSESSOR)
    cast.post("answer_objection", user, DISMISSED, objection=raised.pk)
    again = cast.post("answer_objection", user, UPHELD, objection=raised.pk)
    assert "sudah dijawab" in text(again)
    raised.refresh_from_db()
    assert (raised.outcome, cast.answer.judged_level) == (Objection.Outcome.DISMISSED, 1)


def test_where_items_are_counted_an_upheld_objection_names_them():
    cast = a_cast("objection", instrument=pemdi(), levels=1)
    raised = an_objection(cast)
    items = items_up_to(cast.assessment.instrument.content.by_number[1].items, 3)
    form = UPHELD | {"jawab-items": items}
    cast.post("answer_objection", cast.person(Role.ASSESSOR), form, objection=raised.pk)
    assert (cast.answer.judged_level, cast.answer.judged_items) == (3, items)


def test_an_objection_to_another_indicator_is_not_there():
    cast = a_cast("objection")
    other = Objection.objects.create(
        answer=cast.assessment.answers.get(number=2), wanted_level=3, grounds="Lain"
    )
    user = cast.person(Role.ASSESSOR)
    answer = cast.post("answer_objection", user, DISMISSED, objection=other.pk)
    assert answer.status_code == 404


def test_after_the_provisional_result_the_secretary_is_shown_the_way_to_object():
    cast = a_cast("provisional")
    page = browser(cast.person(Role.SECRETARY)).get(address("indicator", cast.answer))
    assert f'href="{address("process", cast.assessment)}"' in page.content.decode()
