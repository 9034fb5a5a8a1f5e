"""Answers: what was entered is never lost, and never written over unseen."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from caruban.evaluation.actions.answers import attach, attach_existing, detach, fill
from caruban.evaluation.queries.claims import lacks
from caruban.evaluation.rules.workflow import STATES
from caruban.kernel.documents.models import Document
from caruban.kernel.errors import Refused, Stale
from caruban.kernel.history.queries import changes_of
from tests.evaluation.factories import (
    a_document,
    an_answer,
    an_assessment,
    an_evidence,
    an_upload,
    items_up_to,
    pemdi,
)
from tests.factories import an_institution

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(in_state):
    return an_answer(in_state("self_assessment"))


@pytest.fixture
def save(officer):
    """Save as the officer who has just seen the answer."""
    return lambda answer, **given: fill(answer, by=officer, version=answer.version, **given)


def test_what_is_typed_is_saved_field_by_field(answer, save, officer):
    saved = save(answer, claimed_level=3)
    saved = save(saved, narrative="Perbup 12/2020")

    assert (saved.claimed_level, saved.narrative) == (3, "Perbup 12/2020")
    assert saved.version == answer.version + 2
    kept = changes_of(answer).first()
    assert (kept.actor_id, kept.after["narrative"]) == (officer.pk, "Perbup 12/2020")


def test_saving_what_is_there_already_changes_nothing(answer, save, unchanged):
    saved = save(answer, claimed_level=3)
    check = unchanged()

    again = save(answer, claimed_level=3)  # as sent before, with the version of then
    assert again.version == saved.version
    check()


@pytest.mark.parametrize("level", [0, 6, -1, 99])
def test_a_level_outside_of_1_to_5_is_refused(answer, save, unchanged, level):
    check = unchanged()

    with pytest.raises(Refused, match="1 sampai 5") as refused:
        save(answer, claimed_level=level)
    assert refused.value.field == "claimed_level"
    check()


def test_an_explanation_that_is_too_long_is_refused(answer, save):
    with pytest.raises(ValidationError, match="20000") as refusal:
        save(answer, narrative="a" * 20_001)

    assert list(refusal.value.message_dict) == ["narrative"]


def test_an_unknown_field_is_a_mistake_of_the_program(answer, save):
    with pytest.raises(TypeError, match="judged_level"):
        save(answer, judged_level=5)


@pytest.mark.parametrize("state", [state for state in STATES if state != "self_assessment"])
def test_outside_of_the_self_assessment_nothing_is_filled(in_state, save, officer, state):
    answer = an_answer(in_state(state))
    evidence = an_evidence(answer)
    before = answer.version

    for refused in (
        lambda: save(answer, narrative="terlambat"),
        lambda: attach(answer, by=officer, level=2, file=an_upload()),
        lambda: attach_existing(answer, by=officer, level=3, document=evidence.document),
        lambda: detach(evidence, by=officer),
    ):
        with pytest.raises(Refused, match="penilaian mandiri"):
            refused()
    assert an_answer(answer.assessment).version == before
    assert answer.evidence.get() == evidence
    assert Document.objects.count() == 1


# Two people, one answer


def test_the_second_of_two_sees_what_changed_and_by_whom(answer, officer, secretary):
    seen = answer.version
    fill(answer, by=officer, version=seen, claimed_level=2, narrative="punya petugas")

    with pytest.raises(Stale) as stale:
        fill(answer, by=secretary, version=seen, narrative="punya sekretariat")

    assert stale.value.who == str(officer)
    assert {(one.label, one.before, one.after) for one in stale.value.changes} == {
        ("tingkat yang diklaim", "", "2"),
        ("penjelasan", "", "punya petugas"),
    }
    assert an_answer(answer.assessment).narrative == "punya petugas"


def test_several_changes_are_told_as_one_before_and_after(answer, save, secretary):
    seen = answer.version
    for text in ("satu", "dua", "tiga"):
        answer = save(answer, narrative=text)

    with pytest.raises(Stale) as stale:
        fill(answer, by=secretary, version=seen, narrative="lain")
    assert [(one.before, one.after) for one in stale.value.changes] == [("", "tiga")]


def test_who_has_seen_the_change_saves_over_it(answer, save, secretary):
    saved = save(answer, narrative="satu")

    assert fill(answer, by=secretary, version=saved.version, narrative="dua").narrative == "dua"


def test_a_change_of_something_else_makes_nobody_stale(answer, save, secretary, unit):
    from caruban.evaluation.actions.assessments import assign

    assign(answer, by=secretary, unit=unit)

    assert save(answer, narrative="tetap jalan").narrative == "tetap jalan"


@pytest.mark.parametrize("version", [0, -1, 99])
def test_a_version_that_never_was_is_refused(answer, officer, version):
    with pytest.raises(Refused, match="tidak dikenal"):
        fill(answer, by=officer, version=version, narrative="x")


# Ready


def test_ready_needs_level_explanation_and_evidence_of_each_level(answer, save):
    with pytest.raises(Refused) as refused:
        save(answer, claimed_level=3, is_complete=True)
    assert refused.value.field == "is_complete"
    assert "penjelasan; data dukung tingkat 2, 3" in str(refused.value)

    an_evidence(answer, 2)
    an_evidence(answer, 3)
    ready = save(answer, claimed_level=3, narrative="lengkap", is_complete=True)
    assert (ready.is_complete, lacks(ready)) == (True, [])


def test_level_1_needs_no_evidence_and_ready_is_told(answer, save, told):
    save(answer, claimed_level=1, narrative="belum ada", is_complete=True)

    assert told(answer)[-1].endswith("siap diajukan, tingkat 1.")


def test_an_answer_that_lacks_something_is_open_again(answer, save, told):
    ready = save(answer, claimed_level=1, narrative="ada", is_complete=True)

    opened = save(ready, claimed_level=2)
    assert not opened.is_complete
    assert "membuka kembali" in told(answer)[-1]


def test_evidence_taken_back_opens_an_answer_that_needed_it(answer, save, officer, told):
    evidence = an_evidence(answer, 2)
    save(answer, claimed_level=2, narrative="ada", is_complete=True)

    assert not detach(evidence, by=officer).is_complete
    assert "melepas" in told(answer)[-2]
    assert Document.objects.filter(pk=evidence.document_id).exists()


# Evidence


def test_a_file_becomes_evidence_of_the_responsible_unit(answer, officer, unit, told):
    evidence = attach(answer, by=officer, level=2, file=an_upload(), title="SK", note=" hlm. 3 ")

    assert (evidence.level, evidence.note) == (2, "hlm. 3")
    assert evidence.document.organisation == unit
    assert "menambahkan SK sebagai data dukung tingkat 2" in told(answer)[0]


@pytest.mark.parametrize(("level", "name"), [(0, "a.pdf"), (6, "a.pdf"), (2, "a.exe")])
def test_a_refused_file_leaves_neither_document_nor_evidence(
    answer, officer, unchanged, level, name
):
    check = unchanged()
    with pytest.raises(Refused):
        attach(answer, by=officer, level=level, file=an_upload(name))
    check()


def test_a_document_supports_a_level_once(answer, officer, unit):
    document = a_document(unit)
    attach_existing(answer, by=officer, level=2, document=document)
    attach_existing(answer, by=officer, level=3, document=document)

    with pytest.raises(ValidationError, match="sudah menjadi data dukung"):
        attach_existing(answer, by=officer, level=2, document=document)


def test_another_institution_s_document_is_no_evidence(answer, officer, unchanged):
    foreign = a_document(an_institution())
    check = unchanged()

    with pytest.raises(PermissionDenied):
        attach_existing(answer, by=officer, level=2, document=foreign)
    check()


# Instruments that count items or take another body's index


@pytest.fixture
def counted(institution, unit):
    return an_assessment(institution, instrument=pemdi(), year=2026, unit=unit)


def test_the_level_follows_from_the_items(counted, save):
    answer = an_answer(counted, 1)  # 1, 3, 2, 2 and 1 items
    content = counted.instrument.content.by_number[1]

    saved = save(answer, claimed_items=["2.1", "1.1"])
    assert (saved.claimed_level, saved.claimed_items) == (1, ["1.1", "2.1"])
    saved = save(saved, claimed_items=items_up_to(content.items, 3))
    assert saved.claimed_level == 3


def test_the_last_box_cleared_withdraws_the_claim(counted, save):
    saved = save(an_answer(counted, 1), claimed_items=["1.1"])

    assert save(saved, claimed_items=[]).claimed_level is None


def test_boxes_that_were_never_ticked_leave_a_level_as_it_is(counted, save):
    saved = save(an_answer(counted, 1), claimed_level=3)

    assert save(saved, claimed_items=[], narrative="baru").claimed_level == 3


@pytest.mark.parametrize("items", [["1.9"], ["9.1"], ["x"]])
def test_an_item_that_is_not_there_is_refused(counted, save, items):
    with pytest.raises(Refused, match="tidak ada pada indikator"):
        save(an_answer(counted, 1), claimed_items=items)


def test_a_level_that_disagrees_with_its_items_is_refused(counted, save):
    with pytest.raises(Refused, match="tingkatnya 1"):
        save(an_answer(counted, 1), claimed_items=["1.1"], claimed_level=4)


@pytest.mark.parametrize(("score", "level"), [("25", 2), ("68.75", 4), ("75", 5), ("100", 5)])
def test_the_level_follows_from_the_other_index(counted, save, score, level):
    saved = save(an_answer(counted, 5), claimed_score=score)

    assert (saved.claimed_level, saved.claimed_score) == (level, Decimal(score))


def test_a_score_cleared_withdraws_the_claim(counted, save):
    saved = save(an_answer(counted, 5), claimed_score="25")

    assert save(saved, claimed_score=None).claimed_level is None


@pytest.mark.parametrize("score", ["101", "-1", "NaN", "Infinity", "-Infinity", "dua", "1e9"])
def test_a_score_that_is_none_is_refused_at_its_field(counted, save, unchanged, score):
    answer = an_answer(counted, 5)
    check = unchanged()

    with pytest.raises(Refused) as refused:
        save(answer, claimed_score=score)
    assert refused.value.field == "claimed_score"
    check()


def test_an_indicator_without_another_index_takes_no_score(counted, save):
    with pytest.raises(Refused, match="tidak diambil dari indeks lain"):
        save(an_answer(counted, 1), claimed_score="3")
