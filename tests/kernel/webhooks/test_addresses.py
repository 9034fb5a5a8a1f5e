"""A webhook goes to the Internet by TLS, or where the operator allows; never inside by a trick."""

import socket
import threading
import time
from ipaddress import ip_address, ip_network

import pytest

from caruban.kernel.webhooks import addresses, sending
from caruban.kernel.webhooks.addresses import Forbidden, Unknown, is_allowed, looked_up, parts_of
from caruban.kernel.webhooks.models import Attempt
from tests.kernel.webhooks.receivers import Receiver, an_authority

INSIDE = (
    "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0", "255.255.255.255", "224.0.0.1", "240.0.0.1", "192.0.2.1", "::1", "::", "fe80::1",
    "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
    "64:ff9b::a00:1", "2002:7f00:1::", "2002:c0a8:101::1", "2001:db8::1",
)  # fmt: skip
OUTSIDE = ("8.8.8.8", "103.10.10.10", "2606:4700:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8")


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_refused(address):
    assert not is_allowed(ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_of_the_internet_is_allowed(address):
    assert is_allowed(ip_address(address))


def test_an_address_inside_is_allowed_where_the_operator_says_so(settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = [ip_network("10.1.0.0/16")]

    assert is_allowed(ip_address("10.1.2.3"))
    assert is_allowed(ip_address("::ffff:10.1.2.3"))
    assert not is_allowed(ip_address("10.2.2.3"))


@pytest.mark.parametrize(
    "url",
    ["http://8.8.8.8/", "ftp://8.8.8.8/", "https:///x", "https://u:p@8.8.8.8/",
     "https://8.8.8.8/#a", "https://8.8.8.8:0/", "https://8.8.8.8:99999/",
     "https://8.8.8.8/\r\nX: y", "https://8.8.8.8/a b", "file:///etc/passwd", "",
     "https://[::1", "gopher://8.8.8.8/", "https://contöh.id/"],
)  # fmt: skip
def test_what_is_no_plain_address_of_https_is_refused(url):
    with pytest.raises(Forbidden):
        looked_up(url)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:7f00:1]"]
)
def test_this_machine_is_refused_however_it_is_written(host):
    with pytest.raises((Forbidden, Unknown)):
        looked_up(f"https://{host}/")


def test_a_name_that_also_leads_inside_is_refused(monkeypatch):
    answers = [(socket.AF_INET, 1, 6, "", (one, 443)) for one in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: answers)

    with pytest.raises(Forbidden):
        looked_up("https://contoh.id/")


def test_a_name_that_answers_otherwise_a_moment_later_changes_nothing(
    monkeypatch, loopback, receiver
):
    """The connection goes to the address that was checked: the name is asked once."""
    asked = []
    real = socket.getaddrinfo

    def lookup(host, *rest, **how):
        if host != "contoh.id":
            return real(host, *rest, **how)
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "10.255.255.1"
        return [(socket.AF_INET, 1, 6, "", (address, receiver.port))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)

    sent = sending.send(f"http://contoh.id:{receiver.port}/", b"{}", {})

    assert sent.outcome == Attempt.Outcome.TAKEN
    assert len(asked) == 1
    assert receiver.requests[0][0]["host"] == f"contoh.id:{receiver.port}"


def test_at_sending_an_address_inside_is_refused_and_nothing_connects(settings, receiver):
    settings.WEBHOOK_ALLOWED_NETWORKS = []

    sent = sending.send(receiver.url, b"{}", {})

    assert sent.outcome == Attempt.Outcome.FORBIDDEN
    assert receiver.requests == []


def test_a_name_server_that_hangs_keeps_nobody_waiting(monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: over.wait(30) and [])
    monkeypatch.setattr(addresses, "LOOKING_UP", 0.2)
    began = time.monotonic()

    assert sending.send("https://contoh.id/", b"", {}).outcome == Attempt.Outcome.UNKNOWN
    assert time.monotonic() - began < 5
    over.set()


def test_the_path_keeps_its_query():
    assert parts_of("https://contoh.id:8443/a/b?c=d") == ("https", "contoh.id", 8443, "/a/b?c=d")


@pytest.fixture
def tls(tmp_path, monkeypatch, loopback):
    """Give a function that starts a receiver with a certificate for a host, trusted or not."""
    started = []

    def start(host="localhost", *, is_trusted=True):
        context, authority = an_authority(tmp_path, host)
        if is_trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        started.append(Receiver(context))
        return started[-1]

    yield start
    for one in started:
        one.close()


def test_a_trusted_certificate_of_the_name_is_taken(tls):
    receiver = tls()

    assert sending.send(receiver.url, b"{}", {}).outcome == Attempt.Outcome.TAKEN


def test_a_certificate_that_nobody_vouches_for_is_refused(tls):
    receiver = tls(is_trusted=False)

    sent = sending.send(receiver.url, b"{}", {})

    assert sent.outcome == Attempt.Outcome.UNTRUSTED
    assert receiver.requests == []


def test_a_certificate_of_another_name_is_refused(tls):
    receiver = tls("contoh.id")

    assert sending.send(receiver.url, b"{}", {}).outcome == Attempt.Outcome.UNTRUSTED
    assert receiver.requests == []
