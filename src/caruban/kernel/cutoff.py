"""An end to conversations with other machines: a socket that is cut off after so long in all.

A socket's own timeout counts from byte to byte, so a server that sends one now and then holds its
caller for ever; this counts from the beginning.
"""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Self


class Cutoff:
    """Cuts a socket off when a time is over; what reads or writes there gets an error at once.

    seconds   for the whole conversation
    is_over   whether the time ran out

        with Cutoff(30) as cutoff:
            cutoff.watch(lambda: connection.sock)
    """

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._find: Callable[[], socket.socket | None] = lambda: None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()

    def watch(self, find: Callable[[], socket.socket | None]) -> None:
        """Say how the socket is found; when the time is over already, it is cut off now."""
        self._find = find
        if self.is_over:
            self._cut()

    def _cut(self) -> None:
        self.is_over = True
        found = self._find()
        if found is not None:
            with suppress(OSError):
                # the plain socket below TLS: no farewell that the other side could keep waiting
                socket.socket.shutdown(found, socket.SHUT_RDWR)
