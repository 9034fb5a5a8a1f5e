"""The operator has failed jobs tried again or gives them up; nobody else does."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from procrastinate.contrib.django.models import ProcrastinateJob

from caruban.kernel.accounts.roles import Role
from caruban.kernel.actors import Guest
from caruban.kernel.errors import Refused
from caruban.kernel.events.models import Happening
from caruban.kernel.events.stream import tell
from caruban.kernel.operations import actions
from tests.factories import a_user, an_institution

pytestmark = pytest.mark.django_db

COLLECT = "caruban.kernel.documents.jobs.collect"
OTHERS = sorted(set(Role) - {Role.CITIZEN, Role.SYSTEM, Role.OPERATOR})
VERBS = [actions.retry, actions.give_up]


def status(number):
    return ProcrastinateJob.objects.get(pk=number).status


def test_a_failed_job_is_tried_again_and_that_is_told(operator, a_job):
    number = a_job()

    actions.retry(number, by=operator)

    assert status(number) == "todo"
    happening = Happening.objects.get(name="job.retried")
    assert tell(happening) == f"Pengelola mengulang pekerjaan latar {COLLECT} nomor {number}."


def test_a_job_given_up_is_not_tried_again_and_that_is_told(operator, a_job):
    number = a_job()

    actions.give_up(number, by=operator)

    assert status(number) == "cancelled"
    assert Happening.objects.get(name="job.given_up").details["number"] == number


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", OTHERS)
def test_another_role_does_neither(a_job, verb, role):
    number = a_job()

    with pytest.raises(PermissionDenied):
        verb(number, by=a_user(role, an_institution()))

    assert status(number) == "failed"
    assert not Happening.objects.filter(name__startswith="job.").exists()


@pytest.mark.parametrize("verb", VERBS)
def test_a_guest_does_neither(a_job, verb):
    number = a_job()

    with pytest.raises(PermissionDenied):
        verb(number, by=Guest())

    assert status(number) == "failed"


def test_nobody_else_has_all_tried_again(a_job):
    number = a_job()

    with pytest.raises(PermissionDenied):
        actions.retry_all(by=a_user("secretary", an_institution()))

    assert status(number) == "failed"


@pytest.mark.parametrize("state", ["todo", "doing", "succeeded", "cancelled"])
def test_what_did_not_fail_is_not_tried_again(operator, a_job, state):
    number = a_job(state)

    with pytest.raises(Refused, match="tidak lagi gagal"):
        actions.retry(number, by=operator)

    assert status(number) == state


@pytest.mark.parametrize("state", ["doing", "succeeded", "cancelled"])
def test_what_runs_or_is_over_is_not_given_up(operator, a_job, state):
    number = a_job(state)

    with pytest.raises(Refused, match="sedang berjalan atau sudah selesai"):
        actions.give_up(number, by=operator)

    assert status(number) == state


def test_a_job_that_this_version_does_not_know_is_not_tried_again(operator, a_job):
    number = a_job(task="caruban.gone.jobs.work")

    with pytest.raises(Refused, match="tidak mengenal"):
        actions.retry(number, by=operator)

    assert status(number) == "failed"


def test_a_job_whose_like_waits_already_is_not_tried_again(operator, a_job):
    number = a_job(lock=COLLECT)
    waiting = a_job("todo", lock=COLLECT)

    with pytest.raises(Refused, match="sudah menunggu"):
        actions.retry(number, by=operator)

    assert (status(number), status(waiting)) == ("failed", "todo")


@pytest.mark.parametrize("verb", VERBS)
def test_a_job_that_is_gone_is_not_there(operator, verb):
    with pytest.raises(Http404):
        verb(999_999_999, by=operator)


def test_all_that_can_be_are_tried_again(operator, a_job):
    well = [a_job(), a_job()]
    unknown = a_job(task="caruban.gone.jobs.work")

    assert actions.retry_all(by=operator) == 2
    assert [status(one) for one in well] == ["todo", "todo"]
    assert status(unknown) == "failed"


def test_a_mail_to_oneself_needs_a_mail_server(operator, settings):
    settings.CAN_MAIL = False

    with pytest.raises(Refused, match="CARUBAN_EMAIL_URL"):
        actions.ask_for_trial_mail(by=operator)

    assert not ProcrastinateJob.objects.filter(task_name__endswith="trial_mail").exists()


def test_a_mail_to_oneself_is_sent_by_the_worker(operator, settings):
    settings.CAN_MAIL = True

    assert actions.ask_for_trial_mail(by=operator) == operator.email
    job = ProcrastinateJob.objects.get(task_name__endswith="trial_mail")
    assert job.args == {"user": operator.pk}
