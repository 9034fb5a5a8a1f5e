"""Each mail that goes out, and each that does not, leaves a sign without an address."""

import socket
import threading
from contextlib import suppress

import pytest
from django.core.mail import get_connection, send_mail

from caruban.kernel.operations.jobs import trial_mail
from caruban.kernel.operations.models import Sign, Total
from tests.factories import a_user

pytestmark = pytest.mark.django_db


class MailServer:
    """Speaks SMTP on loopback, one conversation at a time; refuses recipients where told to."""

    def __init__(self, *, refuses=False):
        self.refuses, self.mails = refuses, []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        with suppress(OSError):
            while True:
                talk, _address = self.socket.accept()
                with talk, talk.makefile("rw", newline="\r\n") as lines, suppress(OSError):
                    self.converse(lines)

    def converse(self, lines):
        self.say(lines, "220 ready")
        for line in lines:
            word = line[:4].upper().strip()
            if word == "RCPT" and self.refuses:
                self.say(lines, f"550 no such person {line[8:].strip()}")
            elif word == "DATA":
                self.say(lines, "354 go on")
                self.mails.append("".join(iter(lines.readline, ".\r\n")))
                self.say(lines, "250 taken")
            else:
                self.say(lines, "221 bye" if word == "QUIT" else "250 well")

    @staticmethod
    def say(lines, answer):
        lines.write(f"{answer}\r\n")
        lines.flush()

    def close(self):
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(5)


@pytest.fixture
def server(settings):
    """Give a function that starts a mail server and sets it up, as the settings do."""
    started = []

    def start(**how):
        one = MailServer(**how)
        started.append(one)
        settings.EMAIL_BACKEND = "caruban.kernel.operations.mail.NotedBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", one.port
        return one

    yield start
    for one in started:
        one.close()


def signs():
    return [(one.is_well, one.told) for one in Sign.objects.filter(kind="mail").order_by("id")]


def counted():
    return dict(Total.objects.filter(kind="mail").values_list("outcome", "count"))


def test_a_mail_that_was_taken_leaves_a_sign_and_is_counted(server):
    mails = server().mails

    assert send_mail("Halo", "Isi", None, ["warga@example.com"]) == 1

    assert len(mails) == 1
    assert (signs(), counted()) == ([(True, "")], {"succeeded": 1})


def test_a_refused_mail_leaves_why_without_the_address(server):
    server(refuses=True)

    with pytest.raises(OSError, match="no such person"):
        send_mail("Halo", "Isi", None, ["warga@example.com"])

    ((is_well, told),) = signs()
    assert not is_well
    assert "SMTPRecipientsRefused" in told
    assert "warga@example.com" not in told
    assert counted() == {"failed": 1}


def test_a_server_that_is_away_leaves_one_sign(server):
    server().close()

    with pytest.raises(OSError, match="refused"):
        send_mail("Halo", "Isi", None, ["warga@example.com"])
    with pytest.raises(OSError, match="refused"):
        get_connection().open()

    assert [is_well for is_well, _told in signs()] == [False, False]


def test_a_mail_to_oneself_arrives(server):
    mails, user = server().mails, a_user()

    assert trial_mail(user=user.pk) == 1

    assert user.email in mails[0]
    assert signs() == [(True, "")]


def test_a_mail_to_oneself_that_cannot_be_sent_is_not_tried_again(server):
    server(refuses=True)

    assert trial_mail(user=a_user().pk) == 0

    assert [is_well for is_well, _told in signs()] == [False]
