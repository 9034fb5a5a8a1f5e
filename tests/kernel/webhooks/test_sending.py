"""Whatever a receiver does, sending ends in time, in bounds, with an outcome."""

import gzip
import socket
import time
import tracemalloc

import pytest

from caruban.kernel.webhooks import sending
from caruban.kernel.webhooks.models import SHOWN, Attempt
from tests.kernel.webhooks import receivers

Outcome = Attempt.Outcome
pytestmark = pytest.mark.usefixtures("loopback")


@pytest.fixture(autouse=True)
def _hurried(monkeypatch):
    monkeypatch.setattr(sending, "LONGEST", 2)


def send(receiver):
    return sending.send(receiver.url, b"{}", {"Content-Type": "application/json"})


@pytest.mark.parametrize(
    ("how", "outcome"),
    [
        (receivers.hang, Outcome.TOO_SLOW),
        (receivers.drip, Outcome.TOO_SLOW),
        (receivers.endless_hundreds, Outcome.TOO_SLOW),
        (receivers.endless_headers, Outcome.GARBLED),
        (receivers.reset, Outcome.UNREACHABLE),
        (b"", Outcome.UNREACHABLE),
        (b"SSH-2.0-OpenSSH\r\n\r\n", Outcome.GARBLED),
        (b"HTTP/1.1 abc OK\r\n\r\n", Outcome.GARBLED),
        (b"\x00\xff" * 50, Outcome.GARBLED),
        (b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 100_000 + b"\r\n\r\n", Outcome.GARBLED),
    ],
)
def test_a_receiver_that_misbehaves_has_an_outcome_in_time(receiver, how, outcome):
    receiver.how = how
    began = time.monotonic()

    sent = send(receiver)

    assert sent.outcome == outcome
    assert sent.status is None
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    "how",
    [
        receivers.drip_body,
        receivers.endless_body,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n",
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort",
    ],
)
def test_what_was_taken_is_taken_whatever_follows_the_head(receiver, how):
    receiver.how = how
    began = time.monotonic()

    sent = send(receiver)

    assert sent.outcome == Outcome.TAKEN
    assert len(sent.answer) <= SHOWN
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(receiver, status):
    receiver.how = (
        f"HTTP/1.1 {status} Go\r\nLocation: {receiver.url}\r\nContent-Length: 0\r\n\r\n".encode()
    )

    sent = send(receiver)

    assert (sent.outcome, sent.status) == (Outcome.STATUS, status)
    assert len(receiver.requests) == 1


@pytest.mark.parametrize("status", [400, 401, 404, 410, 429, 500, 503])
def test_a_refusal_keeps_its_status_and_the_beginning_of_its_answer(receiver, status):
    answer = b"tidak\x00 cocok"
    receiver.how = (
        f"HTTP/1.1 {status} No\r\nContent-Length: {len(answer)}\r\n\r\n".encode() + answer
    )

    sent = send(receiver)

    assert (sent.outcome, sent.status, sent.answer) == (Outcome.STATUS, status, "tidak\ufffd cocok")


def test_a_bomb_is_not_unpacked(receiver):
    bomb = gzip.compress(b"\0" * 100_000_000)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n"
    receiver.how = head.encode() + bomb
    tracemalloc.start()

    sent = send(receiver)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert sent.outcome == Outcome.TAKEN
    assert receiver.requests[0][0]["accept-encoding"] == "identity"
    assert most < 20_000_000


def test_a_port_where_nobody_listens_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    assert sending.send(f"http://127.0.0.1:{port}/", b"", {}).outcome == Outcome.UNREACHABLE


def test_a_name_that_nobody_knows_is_unknown():
    assert sending.send("https://tidak-ada.invalid/", b"", {}).outcome == Outcome.UNKNOWN


def test_hands_shaken_without_end_are_cut_off(receiver):
    receiver.how = receivers.hang
    url = receiver.url.replace("http:", "https:")
    began = time.monotonic()

    sent = sending.send(url, b"", {})

    assert sent.outcome in (Outcome.TOO_SLOW, Outcome.UNREACHABLE)
    assert time.monotonic() - began < 10
