"""What the scanner says decides; what it could not look at waits, and is not given out."""

import socket
from io import BytesIO

import pytest

from caruban.kernel.accounts.roles import Role
from caruban.kernel.documents import actions, storage
from caruban.kernel.documents.jobs import scan_waiting
from caruban.kernel.documents.models import Blob
from caruban.kernel.documents.scan import Verdict, scan
from caruban.kernel.errors import Refused
from tests.factories import a_user, an_institution
from tests.kernel.documents import files
from tests.kernel.documents.test_keeping import nothing_kept, upload

pytestmark = pytest.mark.usefixtures("each_store")
FOUND = b"stream: Eicar-Test-Signature FOUND\0"
GARBAGE = [
    b"",
    b"HTTP/1.1 400 Bad Request",
    b"\xff\xfe\0\0",
    b"INSTREAM size limit exceeded. ERROR\0",
]


def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as one:
        return "{}:{}".format(*one.getsockname())


@pytest.fixture
def institution():
    return an_institution()


@pytest.fixture
def secretary(institution):
    return a_user(Role.SECRETARY, institution)


def test_without_a_scanner_nothing_is_asked(settings):
    settings.CLAMD = ""

    assert scan(BytesIO(b"x")) is Verdict.OFF


def test_the_scanner_gets_the_whole_file(scanner):
    content = bytes(range(256)) * 1000

    assert scan(BytesIO(content)) is Verdict.CLEAN
    assert scanner.seen == [content]


@pytest.mark.parametrize("answer", GARBAGE)
def test_an_answer_that_is_none_counts_as_away(scanner, answer):
    scanner.answer = answer

    assert scan(BytesIO(b"x")) is Verdict.AWAY


@pytest.mark.parametrize("place", [closed_port(), "/nowhere/clamd.sock"], ids=["tcp", "file"])
def test_a_scanner_that_is_not_there_is_away(settings, place):
    settings.CLAMD = place

    assert scan(BytesIO(b"x")) is Verdict.AWAY


def test_a_scanner_behind_a_socket_file_is_asked(settings, tmp_path, scanner):
    """The same protocol; only the connection differs."""
    place = tmp_path / "s"
    scanner.close()
    scanner.socket = socket.socket(socket.AF_UNIX)
    scanner.socket.bind(str(place))
    scanner.socket.listen()
    scanner.start()
    settings.CLAMD = str(place)

    assert scan(BytesIO(b"x")) is Verdict.CLEAN


@pytest.mark.django_db
def test_an_infected_file_is_refused_and_not_kept(scanner, institution, secretary):
    scanner.answer = FOUND

    with pytest.raises(Refused, match="virus") as refused:
        actions.add(institution, by=secretary, file=upload())

    assert refused.value.field == "file"
    assert nothing_kept()
    assert not list(storage.all_hashes())


@pytest.mark.django_db
def test_a_clean_file_may_be_read(scanner, institution, secretary):
    blob = actions.add(institution, by=secretary, file=upload()).latest.blob

    assert (blob.scan, blob.is_readable) == (Blob.Scan.CLEAN, True)


@pytest.mark.django_db
def test_what_the_scanner_missed_waits_until_it_is_back(settings, scanner, institution, secretary):
    settings.CLAMD = closed_port()
    blob = actions.add(institution, by=secretary, file=upload()).latest.blob
    assert not blob.is_readable

    assert scan_waiting(timestamp=0) == 0
    settings.CLAMD = scanner.address
    assert scan_waiting(timestamp=0) == 1

    blob.refresh_from_db()
    assert blob.is_readable
    assert scanner.seen == [files.PDF]


@pytest.mark.django_db
def test_what_turns_out_infected_stays_locked(settings, scanner, institution, secretary):
    settings.CLAMD = closed_port()
    blob = actions.add(institution, by=secretary, file=upload()).latest.blob
    settings.CLAMD = scanner.address
    scanner.answer = FOUND

    assert scan_waiting(timestamp=0) == 0
    blob.refresh_from_db()
    assert not blob.is_readable


@pytest.mark.django_db
def test_the_same_content_found_clean_later_may_be_read(settings, scanner, institution, secretary):
    settings.CLAMD = closed_port()
    first = actions.add(institution, by=secretary, file=upload())
    settings.CLAMD = scanner.address
    actions.add(institution, by=secretary, file=upload())

    assert Blob.objects.get(pk=first.latest.blob_id).is_readable
