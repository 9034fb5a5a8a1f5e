"""Reviews, judgements and objections: decided with reasons, kept beside all before."""

import pytest
from django.core.exceptions import ValidationError

from caruban.evaluation.actions.judging import judge, review
from caruban.evaluation.actions.objections import answer_objection, object_to
from caruban.evaluation.models import Judgement, Objection
from caruban.evaluation.rules.workflow import STATES
from caruban.kernel.errors import Refused
from tests.evaluation.factories import an_answer, an_assessment, items_up_to, pemdi
from tests.factories import system

pytestmark = pytest.mark.django_db
WAYS = {
    review: ({"internal_review"}, "reviewed_level"),
    judge: ({"document_review", "interview", "visit"}, "judged_level"),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", WAYS, ids=lambda verb: verb.__name__)
def test_each_decides_in_the_own_stages_only(in_state, verb, state, unchanged):
    answer = an_answer(in_state(state))
    states, column = WAYS[verb]
    if state in states:
        kept = verb(answer, by=system(), level=3, reason="bukti lengkap")
        assert (kept.stage, kept.level) == (state, 3)
        assert getattr(an_answer(answer.assessment), column) == 3
        return
    check = unchanged()
    with pytest.raises(Refused, match="tidak dapat diisi"):
        verb(answer, by=system(), level=3, reason="bukti lengkap")
    check()


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"level": 3, "reason": "  "}, "reason"),
        ({"level": None, "reason": "x"}, "level"),
        ({"level": 0, "reason": "x"}, "level"),
        ({"level": 6, "reason": "x"}, "level"),
    ],
)
def test_a_decision_needs_a_level_and_a_reason(in_state, assessor, details, field, unchanged):
    answer = an_answer(in_state("interview"))
    check = unchanged()
    with pytest.raises(Refused) as refused:
        judge(answer, by=assessor, **details)
    assert refused.value.field == field
    check()


def test_every_decision_is_kept_and_the_latest_counts(in_state, assessor, told):
    answer = an_answer(in_state("interview"))
    judge(answer, by=assessor, level=2, reason="dokumen", recommendation="tetapkan")
    judge(answer, by=assessor, level=3, reason="interviu")

    assert list(Judgement.objects.values_list("level", "reason", "by")) == [
        (2, "dokumen", assessor.pk),
        (3, "interviu", assessor.pk),
    ]
    assert an_answer(answer.assessment).judged_level == 3
    assert told(answer)[-1].endswith("tingkat 3.")


@pytest.fixture
def counted(institution, unit):
    return lambda state: an_assessment(
        institution, instrument=pemdi(), year=2026, unit=unit, state=state
    )


def test_where_items_are_counted_the_assessor_names_them(counted, assessor):
    answer = an_answer(counted("interview"), 1)
    content = pemdi().content.by_number[1]
    with pytest.raises(Refused) as refused:
        judge(answer, by=assessor, level=3, reason="x")
    assert refused.value.field == "items"

    kept = judge(answer, by=assessor, items=items_up_to(content.items, 2), reason="x")
    assert (kept.level, len(kept.items)) == (2, 4)


def test_no_item_accepted_is_the_lowest_level(counted, assessor):
    kept = judge(an_answer(counted("interview"), 1), by=assessor, items=[], reason="kosong")

    assert (kept.level, kept.items) == (1, [])


# Objections


@pytest.fixture
def answer(in_state):
    return an_answer(in_state("objection", levels=2))


def test_an_objection_upheld_changes_the_level_and_is_kept_as_a_judgement(
    answer, secretary, assessor, told
):
    objection = object_to(answer, by=secretary, wanted_level=4, grounds=" bukti baru ")
    answer_objection(objection, by=assessor, is_upheld=True, reply="diterima")

    objection.refresh_from_db()
    assert (objection.outcome, objection.grounds) == ("upheld", "bukti baru")
    assert an_answer(answer.assessment).judged_level == 4
    assert Judgement.objects.get().reason == "diterima"
    assert "menyanggah" in told(answer)[-2]


def test_an_objection_dismissed_leaves_the_level(answer, secretary, assessor):
    objection = object_to(answer, by=secretary, wanted_level=4, grounds="bukti")
    answer_objection(objection, by=assessor, is_upheld=False, reply="tidak cukup")

    assert an_answer(answer.assessment).judged_level == 2
    assert not Judgement.objects.exists()


@pytest.mark.parametrize("state", [one for one in STATES if one != "objection"])
def test_objections_have_their_time(in_state, secretary, state, unchanged):
    answer = an_answer(in_state(state))
    check = unchanged()
    with pytest.raises(Refused, match="sesudah hasil sementara"):
        object_to(answer, by=secretary, wanted_level=3, grounds="bukti")
    check()


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"wanted_level": 2, "grounds": "x"}, "wanted_level"),
        ({"wanted_level": 7, "grounds": "x"}, "level"),
        ({"wanted_level": 3, "grounds": " "}, "grounds"),
    ],
)
def test_an_objection_needs_another_level_and_grounds(answer, secretary, details, field):
    with pytest.raises(Refused) as refused:
        object_to(answer, by=secretary, **details)
    assert refused.value.field == field
    assert not Objection.objects.exists()


def test_one_objection_waits_at_a_time(answer, secretary, assessor):
    first = object_to(answer, by=secretary, wanted_level=4, grounds="bukti")
    with pytest.raises(ValidationError, match="masih menunggu"):
        object_to(answer, by=secretary, wanted_level=5, grounds="bukti lain")
    answer_objection(first, by=assessor, is_upheld=False, reply="tidak")

    assert object_to(answer, by=secretary, wanted_level=5, grounds="bukti lain")


def test_a_reply_is_given_once_and_in_words(answer, secretary, assessor):
    objection = object_to(answer, by=secretary, wanted_level=4, grounds="bukti")
    with pytest.raises(Refused, match="Tulis jawaban"):
        answer_objection(objection, by=assessor, is_upheld=True, reply=" ")
    answer_objection(objection, by=assessor, is_upheld=False, reply="tidak")

    with pytest.raises(Refused, match="sudah dijawab"):
        answer_objection(objection, by=assessor, is_upheld=True, reply="berubah pikiran")
    assert an_answer(answer.assessment).judged_level == 2


def test_an_open_objection_holds_the_end_up(answer, secretary, assessor):
    from caruban.evaluation.actions.assessments import finish

    object_to(answer, by=secretary, wanted_level=4, grounds="bukti")
    with pytest.raises(Refused, match="sanggahan yang belum dijawab"):
        finish(answer.assessment, by=assessor)


def test_an_upheld_objection_where_items_are_counted_names_them(counted, secretary, assessor):
    answer = an_answer(counted("objection"), 1)
    objection = object_to(answer, by=secretary, wanted_level=2, grounds="bukti")
    with pytest.raises(Refused) as refused:
        answer_objection(objection, by=assessor, is_upheld=True, reply="ya")
    assert refused.value.field == "items"
    items = items_up_to(pemdi().content.by_number[1].items, 2)
    answer_objection(objection, by=assessor, is_upheld=True, reply="ya", items=items)

    assert an_answer(answer.assessment, 1).judged_level == 2
