"""Ask clamd whether a file is clean (its INSTREAM command, over TCP or a socket)."""

import socket
import struct
from enum import Enum
from typing import BinaryIO

from django.conf import settings

TIMEOUT = 30.0  # seconds
CHUNK = 64 * 1024


class Verdict(Enum):
    """What the scanner says of a file."""

    CLEAN = "clean"
    INFECTED = "infected"
    AWAY = "away"  # it did not answer, or not in its language
    OFF = "off"  # none is configured


def scan(file: BinaryIO) -> Verdict:
    """Send a file to the configured scanner and give its verdict; never raises for its sake."""
    if not settings.CLAMD:
        return Verdict.OFF
    file.seek(0)
    try:
        with _connect() as scanner:
            scanner.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                scanner.sendall(struct.pack("!I", len(chunk)) + chunk)
            scanner.sendall(struct.pack("!I", 0))
            answer = _answer(scanner)
    except OSError:
        return Verdict.AWAY
    if answer.endswith(b"FOUND"):
        return Verdict.INFECTED
    return Verdict.CLEAN if answer.endswith(b"OK") else Verdict.AWAY


def _connect() -> socket.socket:
    address = settings.CLAMD
    if address.startswith("/"):
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(TIMEOUT)
        try:
            scanner.connect(address)
        except OSError:
            scanner.close()
            raise
        return scanner
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=TIMEOUT)


def _answer(scanner: socket.socket) -> bytes:
    answer = b""
    while chunk := scanner.recv(CHUNK):
        answer += chunk
    return answer.rstrip(b"\0\n ")
