"""One message to one address: pinned, checked, bounded in time and size; nothing is followed.

What may go wrong is an outcome, never an error: a target that hangs, drips, babbles, redirects or
sends a bomb costs `LONGEST` seconds and a few kilobytes.
"""

import socket
import ssl
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse

from caruban.kernel.cutoff import Cutoff
from caruban.kernel.webhooks.addresses import Address, Forbidden, Target, Unknown, looked_up
from caruban.kernel.webhooks.models import SHOWN, Attempt

LONGEST = 15  # seconds for connecting, sending and answering together
CONNECTING = 5  # seconds for one address

Outcome = Attempt.Outcome


@dataclass(frozen=True)
class Sent:
    """What came of sending.

    status         the HTTP status; None where there was none
    milliseconds   how long it took, looking up the name included
    answer         the first characters of the answer, as text
    """

    outcome: Attempt.Outcome
    status: int | None
    milliseconds: int
    answer: str = ""


class Pinned(HTTPConnection):
    """A connection to one checked address; TLS is verified against the host's name."""

    def __init__(self, target: Target, address: Address) -> None:
        super().__init__(target.host, target.port, timeout=CONNECTING)
        self.address, self.target = address, target

    def connect(self) -> None:
        """Connect to the address that was checked, whatever the name says now."""
        self.sock = socket.create_connection((str(self.address), self.port), self.timeout)
        self.sock.settimeout(LONGEST)
        if self.target.scheme == "https":
            wrapped = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock = wrapped  # the cutoff finds it while hands are shaken
            wrapped.do_handshake()


def send(url: str, body: bytes, headers: dict[str, str]) -> Sent:
    """Post a body to an address."""
    began = time.monotonic()

    def done(outcome: Attempt.Outcome, status: int | None = None, answer: str = "") -> Sent:
        return Sent(outcome, status, round((time.monotonic() - began) * 1000), answer)

    with Cutoff(LONGEST) as cutoff:
        try:
            target = looked_up(url)
            status, answer = _posted(target, body, headers, cutoff)
        except Forbidden as error:
            return done(Outcome.FORBIDDEN, answer=str(error))
        except Unknown:
            return done(Outcome.UNKNOWN)
        except ssl.SSLCertVerificationError as error:
            return done(Outcome.UNTRUSTED, answer=error.verify_message)
        except (OSError, HTTPException, ValueError) as error:
            if cutoff.is_over or isinstance(error, TimeoutError):
                return done(Outcome.TOO_SLOW)
            is_garbled = isinstance(error, (HTTPException, ValueError)) and not isinstance(
                error, ConnectionError
            )
            return done(Outcome.GARBLED if is_garbled else Outcome.UNREACHABLE)
    is_taken = status // 100 == 2  # noqa: PLR2004 (success, RFC 9110 15.3)
    return done(Outcome.TAKEN if is_taken else Outcome.STATUS, status, answer)


def _posted(
    target: Target, body: bytes, headers: dict[str, str], cutoff: Cutoff
) -> tuple[int, str]:
    """Post to the first of the addresses that can be reached; give status and first characters."""
    connection = _connected(target, cutoff)
    try:
        connection.request("POST", target.path, body, headers)
        response = connection.getresponse()
        if cutoff.is_over:  # in the middle of the head, which then looks as if it ended there
            raise TimeoutError
        return response.status, _beginning(response)
    finally:
        connection.close()


def _connected(target: Target, cutoff: Cutoff) -> Pinned:
    for address in target.addresses:
        connection = Pinned(target, address)
        cutoff.watch(lambda: connection.sock)  # noqa: B023 (the one that is tried now)
        try:
            connection.connect()
        except ssl.SSLError:
            connection.close()
            raise
        except OSError as error:
            connection.close()
            failed = error
            if cutoff.is_over:
                break
        else:
            return connection
    raise failed


def _beginning(response: HTTPResponse) -> str:
    """Give the first characters of an answer as they come, never unpacked; "" where none can be."""
    try:
        found = response.read(SHOWN)
    except (OSError, HTTPException, ValueError):
        return ""  # the status is told already, and that is what counts
    text = found.decode("utf-8", "replace")
    return "".join(one if one.isprintable() or one in "\n\t" else "\ufffd" for one in text)
