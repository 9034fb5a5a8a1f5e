"""Reviewing and judging on the indicator's page: who, when, with a reason, kept once."""

import pytest

from caruban.evaluation.models import Judgement
from caruban.evaluation.rules.workflow import JUDGEABLE, REVIEWABLE, STATES
from caruban.kernel.accounts.roles import Role
from tests.evaluation.factories import pemdi
from tests.evaluation.views.reading import HOSTILE, text
from tests.evaluation.views.working import a_cast, address, browser

pytestmark = pytest.mark.django_db

WORD = {
    "nilai-level": "3",
    "nilai-reason": "SK ada, reviu belum.",
    "nilai-recommendation": "Reviu.",
}
VERBS = {
    "review": ("internal_review", Role.INTERNAL_ASSESSOR, "reviewed_level", REVIEWABLE),
    "judge": ("document_review", Role.ASSESSOR, "judged_level", JUDGEABLE),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_decision_is_kept_with_its_reason_and_shown(verb):
    state, role, column, _states = VERBS[verb]
    cast = a_cast(state)
    user = cast.person(role)
    assert cast.post(verb, user, WORD)["Location"].endswith("#penilaian")
    assert getattr(cast.answer, column) == 3
    page = text(browser(user).get(address("indicator", cast.answer)))
    for words in (user.name, "SK ada, reviu belum.", "Rekomendasi: Reviu."):
        assert words in page


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("role", "who"), [(role, role) for role in Role if role not in (Role.CITIZEN, Role.SYSTEM)]
)
def test_only_the_role_of_the_verb_decides(verb, role, who):
    state, holder, column, _states = VERBS[verb]
    cast = a_cast(state, levels=1)
    before = getattr(cast.answer, column)
    answer = cast.post(verb, cast.person(role), WORD)
    assert (getattr(cast.answer, column) != before) is (who == holder)
    assert Judgement.objects.exists() is (who == holder)
    if who != holder:
        assert answer.status_code in (403, 404)


@pytest.mark.parametrize("verb", VERBS)
def test_the_assessor_of_another_institution_finds_nothing_to_decide(verb):
    state, role, _column, _states = VERBS[verb]
    cast, other = a_cast(state), a_cast(state)
    assert cast.post(verb, other.person(role), WORD).status_code == 404
    assert not Judgement.objects.exists()


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", STATES)
def test_each_verb_has_its_stages_and_its_form_only_there(verb, state):
    _state, role, _column, states = VERBS[verb]
    cast = a_cast(state)
    user = cast.person(role)
    page = browser(user).get(address("indicator", cast.answer)).content.decode()
    assert (f'action="{address(verb, cast.answer)}"' in page) is (state in states)
    answer = cast.post(verb, user, WORD)
    assert answer.status_code == (302 if state in states else 422)
    assert Judgement.objects.exists() is (state in states)


@pytest.mark.parametrize("verb", VERBS)
def test_a_second_click_keeps_no_second_judgement_and_another_word_does(verb):
    state, role, _column, _states = VERBS[verb]
    cast = a_cast(state)
    user = cast.person(role)
    for _press in range(2):
        assert cast.post(verb, user, WORD).status_code == 302
    assert Judgement.objects.count() == 1
    cast.post(verb, user, WORD | {"nilai-level": "2"})
    assert [one.level for one in Judgement.objects.order_by("pk")] == [3, 2]


@pytest.mark.parametrize("lacks", ["nilai-level", "nilai-reason"])
def test_without_level_or_reason_it_is_refused_and_the_rest_comes_back(lacks):
    cast = a_cast("document_review")
    page = cast.post("judge", cast.person(Role.ASSESSOR), WORD | {lacks: " "})
    assert page.status_code == 422
    assert "Reviu.</textarea>" in page.content.decode()
    assert not Judgement.objects.exists()


def test_items_are_counted_where_the_instrument_has_them():
    cast = a_cast("document_review", instrument=pemdi(), levels=2)
    items = cast.answer.claimed_items
    form = {"nilai-items": items[:-1], "nilai-reason": "Satu butir belum terbukti."}
    cast.post("judge", cast.person(Role.ASSESSOR), form)
    assert (cast.answer.judged_level, cast.answer.judged_items) == (1, items[:-1])


def test_no_item_accepted_is_the_lowest_level_not_an_error():
    cast = a_cast("document_review", instrument=pemdi(), levels=2)
    cast.post("judge", cast.person(Role.ASSESSOR), {"nilai-reason": "Tidak ada yang terbukti."})
    assert (cast.answer.judged_level, cast.answer.judged_items) == (1, [])


def test_an_unknown_item_is_refused():
    cast = a_cast("document_review", instrument=pemdi(), levels=2)
    form = {"nilai-items": ["9.9"], "nilai-reason": "x"}
    assert cast.post("judge", cast.person(Role.ASSESSOR), form).status_code == 422
    assert not Judgement.objects.exists()


def test_a_reason_with_markup_is_text():
    cast = a_cast("document_review")
    user = cast.person(Role.ASSESSOR)
    cast.post("judge", user, WORD | {"nilai-reason": HOSTILE})
    body = browser(user).get(address("indicator", cast.answer)).content.decode()
    assert HOSTILE not in body
    assert "&lt;script&gt;" in body


def test_the_assessor_sees_the_answer_but_cannot_fill_it():
    cast = a_cast("self_assessment")
    user = cast.person(Role.ASSESSOR)
    assert (
        "data-autosave" not in browser(user).get(address("indicator", cast.answer)).content.decode()
    )
    assert cast.save(user, narrative="Dari asesor").status_code == 403
    assert cast.answer.narrative == ""
