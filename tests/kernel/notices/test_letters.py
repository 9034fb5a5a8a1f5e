"""Mails go once, whatever the mail server does; a worker killed in between loses none."""

import email
import os
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from email.policy import default
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.db import connection, transaction
from django.utils import timezone

from caruban.kernel.notices import actions, jobs, letters
from caruban.kernel.notices.kinds import Mailing
from caruban.kernel.notices.models import Choice, Letter, Notice
from caruban.kernel.operations import mail as mail_backend
from tests.factories import a_user, an_institution

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def send():
    return jobs.send(timestamp=0)


def due_again():
    Letter.objects.update(due_at=timezone.now())


def read(text):
    return email.message_from_string(text, policy=default)


def test_a_notice_for_now_is_mailed_once(scene, declare, happen, server):
    declare(scene.operator)
    happen(times=2)

    assert (send(), send()) == (1, 0)
    letter = Letter.objects.get()
    assert letter.sent_at
    (mail,) = map(read, server.mails)
    assert mail["Subject"] == "Jenis unit.told"
    assert mail["To"] == scene.operator.email
    assert "Dinas Contoh" in mail.get_content()
    assert f"/pemberitahuan/{letter.notices.get().pk}/" in mail.get_content()
    assert mail["Message-ID"] == letter.message_id


def test_no_name_adds_headers_or_lines_of_its_own_to_a_mail(scene, declare, happen, settings):
    settings.CAN_MAIL = True
    for named in (scene.operator, scene.unit):
        named.name = "Dinas\r\nBcc: semua@contoh.test\n\nBuka https://jahat.test"
        named.save()
    declare(scene.operator)
    happen()

    mail = letters.written(Letter.objects.get())

    assert mail.message()["Bcc"] is None
    assert "Dinas Bcc: semua@contoh.test Buka https://jahat.test" in mail.body
    assert not [one for one in mail.body.splitlines() if one.startswith(("Bcc", "Buka"))]


def test_a_mail_names_the_preferences_and_the_way_out_in_one_click(
    scene, declare, happen, server, client
):
    declare(scene.operator)
    happen()
    send()

    mail = read(server.mails[0])
    address = mail["List-Unsubscribe"].strip("<>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/pemberitahuan/pilihan/" in mail.get_content()
    path = "/" + address.split("/", 3)[3]
    assert client.get(path).status_code == 200
    assert Choice.objects.count() == 0, "a link that a program opens stops nothing"
    answer = client.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Choice.objects.get().mailing == "never"
    happen()
    assert send() == 0


def test_the_way_out_asks_for_no_token_of_forms(scene, declare, happen, server):
    from django.test import Client

    declare(scene.operator)
    happen()
    path = f"/pemberitahuan/berhenti/{actions.word_to_stop(Letter.objects.get())}/"

    assert Client(enforce_csrf_checks=True).post(path).status_code == 200


@pytest.mark.parametrize("word", ["abc", "WzEsW11d:1abc:xyz"])
def test_a_word_that_nobody_signed_stops_nothing(client, word):
    assert client.post(f"/pemberitahuan/berhenti/{word}/").status_code == 404


def test_a_digest_tells_what_is_unread_in_one_mail_a_day(scene, declare, happen, server):
    declare(scene.operator, mailing=Mailing.DAILY)
    for _number in range(3):
        happen()
    first = Notice.objects.order_by("pk").first()
    actions.read(first.pk, by=scene.operator, at=timezone.now())

    assert letters.gather(on=TODAY) == 1
    happen()
    assert letters.gather(on=TODAY) == 0, "what comes later waits for tomorrow"
    send()

    (mail,) = map(read, server.mails)
    assert mail["Subject"] == "2 pemberitahuan sampai 2 Maret 2026"
    assert letters.gather(on=TODAY + timedelta(days=1)) == 1


def test_the_way_out_of_a_digest_stops_all_that_it_would_tell(scene, declare, happen, server):
    declare(scene.operator, mailing=Mailing.DAILY)
    declare(scene.operator, name="unit.now")
    happen()
    letters.gather(on=TODAY)

    actions.stop(actions.word_to_stop(Letter.objects.exclude(digest_on=None).get()))

    assert {one.kind: one.mailing for one in Choice.objects.all()} == {"unit.told": "never"}


def test_without_a_mail_server_nothing_is_gathered(scene, declare, happen, settings):
    settings.CAN_MAIL = False
    declare(scene.operator, mailing=Mailing.DAILY)
    declare(scene.operator, name="unit.now")
    happen()

    assert letters.gather(on=TODAY) == 0
    assert Letter.objects.count() == 0


def test_what_one_may_not_see_any_more_is_not_mailed(scene, declare, happen, server):
    declare(scene.operator)
    happen()
    scene.operator.memberships.update(organisation=an_institution())

    send()

    assert server.mails == []
    assert Letter.objects.get().dropped_at


def test_who_left_gets_no_mail(scene, declare, happen, server):
    declare(scene.operator)
    happen()
    type(scene.operator).objects.filter(pk=scene.operator.pk).update(is_active=False)

    send()

    assert server.mails == []


@pytest.mark.parametrize("how", ["hang", "drip"])
def test_a_server_that_hangs_is_left_in_time_and_tried_again(
    scene, declare, happen, server, how, monkeypatch
):
    declare(scene.operator)
    happen()
    happen()
    server.how = how
    began = time.monotonic()

    with monkeypatch.context() as hurried:
        hurried.setattr(mail_backend, "LONGEST", 2)
        assert send() == 1, "the others wait until the server is well"
    assert time.monotonic() - began < 15
    assert {one.sent_at for one in Letter.objects.all()} == {None}
    server.how = ""
    due_again()
    assert send() == 2
    assert len(server.mails) == 2


@pytest.mark.django_db(transaction=True)
def test_a_server_that_hangs_holds_no_transaction(scene, declare, happen, server, monkeypatch):
    declare(scene.operator)
    happen()
    seen = []
    written = letters.written

    def looked(letter):
        mail = written(letter)
        send_it = mail.send

        def watched():
            seen.append(connection.in_atomic_block)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"
                    " WHERE c.relname LIKE 'notices%%' AND l.mode LIKE 'Row%%'"
                )
                seen.append(cursor.fetchone()[0])
            return send_it()

        mail.send = watched
        return mail

    monkeypatch.setattr(letters, "written", looked)
    send()

    assert seen == [False, 0]
    assert len(server.mails) == 1


def test_a_person_whom_the_server_refuses_for_good_is_not_tried_again(
    scene, declare, happen, server
):
    declare(scene.operator)
    happen()
    server.how = "refuse"
    send()
    due_again()

    assert send() == 0
    assert Letter.objects.get().reason == "SMTPRecipientsRefused"


def test_a_person_whom_the_server_puts_off_is_tried_later_and_the_others_now(
    scene, declare, happen, server
):
    declare(scene.operator)
    happen()
    happen()
    server.how = "later"

    assert send() == 2
    assert send() == 0, "both wait"
    server.how = ""
    due_again()
    send()
    assert len(server.mails) == 2


def test_a_server_that_breaks_off_after_the_text_gets_the_same_mail_again(
    scene, declare, happen, server
):
    """Nobody can know whether it took it: the one window that SMTP leaves."""
    declare(scene.operator)
    happen()
    server.how = "drop"
    send()
    server.how = ""
    due_again()
    send()

    first, second = map(read, server.mails)
    assert first["Message-ID"] == second["Message-ID"]
    assert send() == 0


def test_a_mail_that_cannot_be_sent_for_days_is_dropped(scene, declare, happen, server):
    declare(scene.operator)
    happen()
    server.how = "drop"
    Letter.objects.update(made_at=timezone.now() - letters.GIVEN_UP - timedelta(minutes=1))

    send()

    assert Letter.objects.get().dropped_at


def test_pauses_between_tries_grow(scene, declare, happen, server):
    declare(scene.operator)
    happen()
    server.how = "later"
    pauses = []
    for _number in range(4):
        due_again()
        before = timezone.now()
        send()
        pauses.append(round((Letter.objects.get().due_at - before).total_seconds() / 60))

    assert pauses == [1, 5, 15, 60]


@pytest.mark.django_db(transaction=True)
def test_a_mail_belongs_to_one_worker_at_a_time(scene, declare, happen, server):
    declare(scene.operator)
    happen()
    now = timezone.now()

    assert letters.claim(at=now) is not None
    assert letters.claim(at=now) is None
    assert letters.claim(at=now + letters.CLAIM + timedelta(seconds=1)) is not None


SENDER = Path(__file__).with_name("sender.py")
ROOT = SENDER.parents[3]


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_sends_loses_nothing_and_doubles_nothing(
    scene, declare, happen, server
):
    declare(scene.operator)
    happen()
    server.how = "hang"
    worker = subprocess.Popen([sys.executable, SENDER], env=surroundings(server), cwd=ROOT)
    try:
        deadline = time.monotonic() + 60
        while not server.talks and worker.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        assert server.talks, "the worker never came to the mail server"
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    server.how = ""

    assert send() == 0, "it is still the dead worker's"
    Letter.objects.update(claimed_at=timezone.now() - letters.CLAIM - timedelta(seconds=1))
    assert (send(), send()) == (1, 0)
    assert len(server.mails) == 1


def surroundings(server):
    here = connection.settings_dict
    place = urlencode({"host": here["HOST"], "port": here["PORT"] or 5432})
    return {
        **os.environ,
        "DATABASE_URL": f"postgresql://{here['USER']}:{quote(here['PASSWORD'])}@/{here['NAME']}?{place}",
        "CARUBAN_EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
        "PYTHONPATH": str(ROOT),
    }


def test_a_digest_written_twice_at_once_is_one(scene, declare, happen, server):
    declare(scene.operator, mailing=Mailing.DAILY)
    happen()
    with transaction.atomic():
        assert letters.gather(on=TODAY) == 1
    assert letters.gather(on=TODAY) == 0


def test_old_notices_and_mails_are_dropped(scene, declare, happen, server):
    declare(scene.operator)
    happen()
    later = timezone.now() + jobs.KEPT + timedelta(days=1)

    assert jobs.forget(timestamp=int(timezone.now().timestamp())) == 0
    assert jobs.forget(timestamp=int(later.timestamp())) == 1
    assert Letter.objects.count() == 0


def test_a_reader_of_english_is_told_in_english(scene, declare, happen, server, monkeypatch):
    monkeypatch.setattr(type(scene.operator), "language", "en", raising=False)
    declare(scene.operator)
    happen()
    send()

    assert "Dinas Contoh" in read(server.mails[0]).get_content()


def test_who_has_no_role_left_has_no_choices(declare):
    from caruban.kernel.notices.queries import choices_of

    declare()

    assert choices_of(a_user()) == []
