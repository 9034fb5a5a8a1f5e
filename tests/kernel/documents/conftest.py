"""A folder of its own for each test's documents, and a scanner on this machine."""

import socket
import struct
import threading
from contextlib import suppress

import pytest

from tests import s3


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOCUMENT_ROOT = tmp_path / "documents"
    return settings.DOCUMENT_ROOT


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory):
    """Give a real S3 server, for all tests of this process."""
    with s3.serving(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture
def bucket(settings, s3_server):
    """Keep this test's documents in a bucket; give where."""
    place = s3_server.place()
    for name, value in s3_server.settings(place).items():
        setattr(settings, name, value)
    return place


@pytest.fixture(params=["disk", "s3"])
def each_store(request):
    """Run a test once on a disk and once on S3."""
    if request.param == "s3":
        request.getfixturevalue("bucket")
    return request.param


class Scanner:
    """Speaks clamd's INSTREAM on loopback; answers what it is told to."""

    def __init__(self):
        self.answer = b"stream: OK\0"
        self.seen = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = "{}:{}".format(*self.socket.getsockname())
        self.start()

    def start(self):
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        with suppress(OSError):
            while True:
                reader, _address = self.socket.accept()
                with reader, suppress(OSError):
                    self.one(reader)

    def one(self, reader):
        file = reader.makefile("rb")
        with file:
            assert file.read(10) == b"zINSTREAM\0"
            content = b""
            while length := struct.unpack("!I", file.read(4))[0]:
                content += file.read(length)
        self.seen.append(content)
        reader.sendall(self.answer)

    def close(self):
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(5)


@pytest.fixture
def scanner(settings):
    """Give a scanner that is configured and finds everything clean, until told otherwise."""
    one = Scanner()
    settings.CLAMD = one.address
    yield one
    one.close()
