"""A job is deferred with the id of the request under way, and with nothing else of its own."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from caruban.kernel.actors import Origin, origin
from caruban.kernel.jobs import ORIGIN, Run
from caruban.kernel.operations.models import Sign
from caruban.kernel.operations.signs import note_failed
from tests.kernel.jobs.chores import long

pytestmark = pytest.mark.django_db


def deferred(**arguments):
    return ProcrastinateJob.objects.get(pk=long.defer(**arguments)).args


def test_outside_of_a_request_a_job_is_given_what_it_was_given():
    assert deferred(seconds=1) == {"seconds": 1}


def test_within_a_request_it_carries_the_id_and_not_the_address():
    token = origin.set(Origin(address="10.0.0.9", request="abcdefgh"))
    try:
        assert deferred(seconds=1) == {"seconds": 1, ORIGIN: "abcdefgh"}
    finally:
        origin.reset(token)


def test_what_carries_the_id_does_not_reach_the_function(notes):
    long(seconds=0, **{ORIGIN: "abcdefgh"})

    assert notes.read_text().split() == ["begun", "done"]


def test_a_refusal_is_kept_in_its_own_words():
    from caruban.kernel.errors import Refused

    note_failed(Run("some.task", 7, 2, 0.1, "retried", Refused("Berkas ini kosong.")))

    sign = Sign.objects.get(number=7)
    assert (sign.told, sign.details) == (
        "Berkas ini kosong.", {"task": "some.task", "attempt": 2},
    )  # fmt: skip


def test_values_of_rows_stay_out_of_the_reason():
    error = ValueError('duplicate key "email"\nDETAIL:  Key (email)=(warga@example.com) exists.')

    note_failed(Run("some.task", 8, 1, 0.1, "failed", error))

    assert Sign.objects.get(number=8).told == 'ValueError: duplicate key "email"'


def test_a_job_that_went_well_leaves_no_sign():
    note_failed(Run("some.task", 9, 1, 0.1, "succeeded"))

    assert not Sign.objects.exists()
