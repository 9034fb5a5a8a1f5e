"""Many people at the same moment, on real connections: nothing is lost, nothing slips through."""

from functools import partial

import pytest

from caruban.evaluation.actions.answers import attach, fill
from caruban.evaluation.actions.assessments import finish, submit
from caruban.evaluation.actions.instruments import load_instrument
from caruban.evaluation.actions.objections import answer_objection, object_to
from caruban.evaluation.models import Instrument, Judgement
from caruban.kernel.errors import Refused, Stale
from caruban.kernel.events.models import Happening
from caruban.kernel.history.queries import changes_of
from tests.evaluation.factories import a_document_of_an_instrument, an_answer, an_upload
from tests.factories import a_user, system

pytestmark = pytest.mark.django_db(transaction=True)
EIGHT = range(8)


def test_of_eight_people_who_fill_one_answer_one_saves_and_seven_are_told(in_state, unit, at_once):
    answer = an_answer(in_state("self_assessment"))
    people = [a_user("officer", unit) for _one in EIGHT]
    results = at_once(
        *(
            partial(fill, answer, by=who, version=answer.version, narrative=f"dari {who.pk}")
            for who in people
        )
    )

    stale = [one for one in results if isinstance(one, Stale)]
    saved = [one for one in results if not isinstance(one, Exception)]
    assert (len(saved), len(stale)) == (1, 7), results
    assert an_answer(answer.assessment).narrative == saved[0].narrative
    assert all(one.changes[0].after == saved[0].narrative for one in stale)


def test_eight_people_who_fill_different_answers_all_save(in_state, officer, at_once, instrument):
    assessment = in_state("self_assessment")
    numbers = sorted(instrument.content.by_number)
    answers = [an_answer(assessment, number) for number in numbers]
    results = at_once(
        *(
            partial(fill, one, by=officer, version=one.version, narrative=f"isi {one.number}")
            for one in answers
        )
    )

    assert not [one for one in results if isinstance(one, Exception)]
    assert [an_answer(assessment, n).narrative for n in numbers] == [f"isi {n}" for n in numbers]


def test_eight_files_attached_at_once_are_all_there(in_state, officer, at_once):
    answer = an_answer(in_state("self_assessment"))
    results = at_once(
        *(
            partial(
                attach,
                answer,
                by=officer,
                level=2,
                file=an_upload(f"{n}.pdf", f"%PDF-{n % 2}".encode()),
            )
            for n in EIGHT
        )
    )

    assert not [one for one in results if isinstance(one, Exception)]
    assert answer.evidence.count() == 8


def test_of_eight_submissions_one_moves_the_evaluation(in_state, secretary, at_once):
    assessment = in_state("self_assessment", levels=1)
    assessment.answers.update(is_complete=True)
    results = at_once(*(partial(submit, assessment, by=secretary) for _one in EIGHT))

    assert sum(isinstance(one, Refused) for one in results) == 7
    assert Happening.objects.filter(name="assessment.moved").count() == 1
    assert changes_of(assessment).filter(after__state="internal_review").count() == 1


def test_an_answer_opened_again_while_all_is_submitted_holds_the_submission_up(
    in_state, officer, secretary, at_once, monkeypatch
):
    """Whoever comes first wins; never is an evaluation submitted with an answer that is open."""
    assessment = in_state("self_assessment", levels=1)
    assessment.answers.update(is_complete=True)
    answer = an_answer(assessment)
    slow_down(monkeypatch, "caruban.evaluation.actions.answers._tell")

    filled, moved = at_once(
        partial(fill, answer, by=officer, version=answer.version, is_complete=False),
        after(0.15, partial(submit, assessment, by=secretary)),
    )

    assert not isinstance(filled, Exception)
    assert isinstance(moved, Refused)
    assessment.refresh_from_db()
    assert assessment.state == "self_assessment"


def test_no_evaluation_is_finished_with_an_objection_just_raised(
    in_state, secretary, assessor, at_once, monkeypatch
):
    assessment = in_state("objection")
    slow_down(monkeypatch, "caruban.evaluation.actions.objections.emit")

    raised, finished = at_once(
        partial(object_to, an_answer(assessment), by=secretary, wanted_level=3, grounds="bukti"),
        after(0.15, partial(finish, assessment, by=assessor)),
    )

    assert not isinstance(raised, Exception)
    assert isinstance(finished, Refused)


def test_of_eight_replies_to_an_objection_one_counts(in_state, secretary, assessor, at_once):
    answer = an_answer(in_state("objection"))
    objection = object_to(answer, by=secretary, wanted_level=4, grounds="bukti")
    results = at_once(
        *(
            partial(answer_objection, objection, by=assessor, is_upheld=True, reply=f"ya {n}")
            for n in EIGHT
        )
    )

    assert sum(isinstance(one, Refused) for one in results) == 7
    assert Judgement.objects.count() == 1
    assert an_answer(answer.assessment).judged_level == 4


@pytest.mark.parametrize("editions", [0, 1], ids=["first", "next"])
def test_one_document_loaded_eight_times_at_once_is_one_edition(at_once, editions):
    if editions:
        load_instrument(by=system(), document=a_document_of_an_instrument())
    changed = a_document_of_an_instrument(name="Instrumen yang diubah")
    results = at_once(*(partial(load_instrument, by=system(), document=changed) for _ in EIGHT))

    assert {one.pk for one in results} == {Instrument.objects.get(edition=editions + 1).pk}
    assert Instrument.objects.count() == editions + 1


def after(seconds, function):
    """Let somebody come a little later."""
    import time

    def late():
        time.sleep(seconds)
        return function()

    return late


def slow_down(monkeypatch, place):
    """Let a step take its time, as on a busy machine, so that others come in between."""
    import time
    from importlib import import_module

    module, name = place.rsplit(".", 1)
    step = getattr(import_module(module), name)

    def slowly(*given, **named):
        time.sleep(0.5)
        return step(*given, **named)

    monkeypatch.setattr(place, slowly)
