"""Units are reminded before and after the due day, once a day, never twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from caruban.evaluation.actions.reminders import claim_mail
from caruban.evaluation.jobs import remind, send_reminders
from caruban.evaluation.models import Reminder, ReminderMail
from caruban.evaluation.rules.reminders import is_reminded
from caruban.kernel.accounts.roles import Role
from tests.evaluation.factories import an_assessment
from tests.factories import a_unit, a_user, an_institution, system

DUE = date(2099, 12, 31)
DAY = DUE - timedelta(days=3)


@pytest.mark.parametrize(
    ("days_before", "reminded"),
    [
        (8, False),
        (7, True),
        (4, False),
        (3, True),
        (1, True),
        (0, True),
        (-1, True),
        (-2, False),
        (-7, False),
        (-8, True),
        (-15, True),
    ],
)
def test_reminders_go_out_on_set_days_before_and_after(days_before, reminded):
    assert is_reminded(DUE, DUE - timedelta(days=days_before)) is reminded


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.CAN_MAIL = True


@pytest.fixture
def assessment(db):
    institution = an_institution()
    assessment = an_assessment(institution, unit=a_unit(institution, name="Dinas A"), due_on=DUE)
    assessment.answers.exclude(number__in=(1, 2)).update(is_complete=True)
    return assessment


@pytest.fixture
def officer(assessment):
    return a_user(Role.OFFICER, assessment.answers.get(number=1).unit)


def sent(on=DAY):
    return send_reminders(by=system(), on=on)


def test_a_person_gets_one_mail_about_all_that_is_owed(assessment, officer):
    assert sent() == 1

    (letter,) = mail.outbox
    assert letter.to == [officer.email]
    assert letter.subject == "2 indikator evaluasi menunggu jawaban Anda"
    assert "28-12-2099" not in letter.body
    assert "31-12-2099, 3 hari lagi" in letter.body
    assert "Dinas A" in letter.body
    assert f"/{assessment.institution.region_code}/2021/indikator/2/" in letter.body
    assert "&" not in letter.body.replace("&amp;", "")
    assert "&amp;" not in letter.body


def test_a_second_run_on_the_same_day_sends_nothing(assessment, officer):
    sent()

    assert sent() == 0
    assert len(mail.outbox) == 1
    assert Reminder.objects.count() == 2


def test_the_next_reminding_day_sends_again(assessment, officer):
    sent(DAY)

    assert sent(DUE + timedelta(days=1)) == 1
    assert mail.outbox[1].subject == "2 indikator evaluasi lewat tenggat"


def test_a_day_between_sends_nothing(assessment, officer):
    assert sent(DUE - timedelta(days=5)) == 0


def test_a_kill_between_claim_and_sending_never_doubles_a_mail(assessment, officer, monkeypatch):
    def killed(self, messages):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", killed)
        with pytest.raises(KeyboardInterrupt):
            sent()
    assert ReminderMail.objects.filter(user=officer, on=DAY).exists()

    assert sent() == 0
    assert mail.outbox == []


def test_after_a_kill_the_others_still_get_theirs(assessment, officer, monkeypatch):
    colleague = a_user(Role.UNIT_HEAD, assessment.answers.get(number=1).unit)
    send = EmailBackend.send_messages

    def killed(self, messages):
        if messages[0].to == [colleague.email]:
            send(self, messages)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", killed)
        with pytest.raises(KeyboardInterrupt):
            sent()

    assert sent() == 1
    assert [one.to for one in mail.outbox] == [[colleague.email]]


def test_a_mail_server_that_is_away_loses_no_reminder(assessment, officer, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    with pytest.raises(OSError, match="refused"):
        sent()

    assert not ReminderMail.objects.exists()


def test_without_a_mail_server_nothing_is_claimed(assessment, officer, settings):
    settings.CAN_MAIL = False

    assert sent() == 0
    assert not Reminder.objects.exists()


def test_answers_that_are_ready_or_beyond_are_left_alone(assessment, officer):
    assessment.answers.update(is_complete=True)
    assert sent() == 0

    assessment.answers.update(is_complete=False)
    type(assessment).objects.update(state="internal_review")
    assert sent() == 0


def test_a_unit_without_people_leaves_it_to_the_secretariat(assessment):
    secretary = a_user(Role.SECRETARY, assessment.institution)

    assert sent() == 1
    assert mail.outbox[0].to == [secretary.email]


def test_people_of_other_units_and_those_who_left_are_not_written_to(assessment):
    other = a_user(Role.OFFICER, a_unit(assessment.institution))
    gone = a_user(Role.OFFICER, assessment.answers.get(number=1).unit)
    gone.is_active = False
    gone.save()

    sent()

    assert {one.to[0] for one in mail.outbox}.isdisjoint({other.email, gone.email})


def test_who_does_not_steer_claims_nothing(assessment, officer):
    with pytest.raises(PermissionDenied):
        claim_mail(officer, by=officer, answers=[assessment.answers.get(number=1)], on=DAY)

    assert not ReminderMail.objects.exists()


def test_the_job_takes_the_day_in_indonesia(assessment, officer):
    from datetime import UTC, datetime

    evening = datetime(2099, 12, 27, 17, 30, tzinfo=UTC)  # 00.30 WIB on the 28th

    assert remind(timestamp=int(evening.timestamp())) == 1
    assert ReminderMail.objects.get().on == DAY


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_send_one_mail(assessment, officer):
    def run(_worker):
        try:
            return sent()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(run, range(4))) == 1

    assert len(mail.outbox) == 1
