"""What the database itself refuses, whoever writes; and that it keeps the history of all of it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from caruban.evaluation.models import Answer, Assessment, Evidence, Instrument, Objection, Target
from caruban.kernel.history.queries import changes_of
from tests.evaluation.factories import a_small_instrument, an_answer, an_assessment, an_evidence

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return an_assessment(instrument=a_small_instrument())


@pytest.fixture
def answer(assessment):
    return an_answer(assessment)


@pytest.mark.parametrize("name", ["claimed_level", "reviewed_level", "judged_level", "final_level"])
@pytest.mark.parametrize("level", [0, 6])
def test_no_level_outside_of_1_to_5_gets_into_the_database(answer, name, level):
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=answer.pk).update(**{name: level})
    setattr(answer, name, level)
    with pytest.raises(ValidationError) as refused:
        answer.validate_constraints()
    assert refused.value.messages == ["Tingkat kematangan adalah 1 sampai 5."]


def test_an_indicator_is_answered_once(answer):
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(assessment=answer.assessment, number=1, unit=answer.unit)


def test_an_evaluation_is_held_once_a_year(assessment):
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(
            institution=assessment.institution,
            instrument=assessment.instrument,
            year=assessment.year,
        )


def test_a_document_supports_a_level_once(answer):
    evidence = an_evidence(answer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.create(answer=answer, level=2, document=evidence.document)


def test_one_objection_is_open_at_a_time(answer):
    Objection.objects.create(answer=answer, wanted_level=3, grounds="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.create(answer=answer, wanted_level=4, grounds="b")


@pytest.mark.parametrize("value", ["0.99", "5.01"])
def test_a_target_is_a_value_of_the_index(assessment, value):
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.create(
            institution=assessment.institution,
            instrument=assessment.instrument,
            year=2024,
            subject="index",
            value=value,
        )


def test_a_bulk_update_counts_versions_and_leaves_a_trace(assessment):
    before = dict(assessment.answers.values_list("pk", "version"))
    assessment.answers.update(narrative="sekaligus")

    for one in assessment.answers.all():
        assert one.version == before[one.pk] + 1
        assert changes_of(one).first().after["narrative"] == "sekaligus"


def test_an_instrument_leaves_its_document_in_the_database_until_it_is_read(
    django_assert_num_queries,
):
    pk = a_small_instrument().pk
    with django_assert_num_queries(1) as queries:
        held = Instrument.objects.get(pk=pk)
    assert '"document"' not in queries[0]["sql"]

    assert len(held.content.indicators) == 3
    with django_assert_num_queries(0):  # parsed once per process and edition
        assert held.content is Instrument(pk=pk, digest=held.digest).content
