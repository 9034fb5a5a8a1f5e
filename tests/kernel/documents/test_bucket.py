"""A bucket that is away, slow, full or cut off says so in time, and nothing is kept half."""

import os
import socket
import threading
import time
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from caruban.kernel.documents import actions, storage
from caruban.kernel.documents.models import Blob, Document
from caruban.kernel.documents.stores import bucket
from caruban.kernel.errors import Away, Full
from tests import s3
from tests.factories import a_user, an_institution, system
from tests.kernel.documents import files
from tests.kernel.documents.test_full_disk import a_small_disk, large
from tests.kernel.documents.test_keeping import content_of, upload
from tests.kernel.documents.test_scanning import closed_port

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bucket")]


@contextmanager
def listening(answer):
    """Listen on this machine, and give each connection to a function; give the address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            with suppress(OSError):
                while True:
                    threading.Thread(target=one, args=listener.accept()[:1], daemon=True).start()

        def one(connection):
            with connection, suppress(OSError):
                answer(connection)

        threading.Thread(target=serve, daemon=True).start()
        yield "http://{}:{}".format(*listener.getsockname())
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)


def cut_after(server, size):
    """Pass a connection on to a server; cut the first answers off after so many bytes."""
    target = urlsplit(server.address)
    cuts = iter([size, size])

    def pass_on(connection):
        with socket.create_connection((target.hostname, target.port)) as other:
            threading.Thread(target=pump, args=(connection, other, 10**12), daemon=True).start()
            pump(other, connection, next(cuts, 10**12) if size else 10**12)

    def pump(source, into, left):
        with suppress(OSError):
            while left > 0 and (content := source.recv(min(left, 65536))):
                into.sendall(content)
                left -= len(content)
            into.shutdown(socket.SHUT_RDWR)

    return pass_on


@pytest.fixture
def home():
    return an_institution()


def refusal_of(home, kind):
    began = time.monotonic()
    with pytest.raises(kind) as refusal:
        actions.add(home, by=a_user("secretary", home), file=large())
    assert refusal.value.field == "file"
    assert not Document.objects.exists()
    assert not Blob.objects.exists()
    return str(refusal.value), time.monotonic() - began


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(bucket, "ANSWER", 0.3)
    bucket._client_of.cache_clear()
    yield
    bucket._client_of.cache_clear()


def test_a_store_that_is_away_is_said_in_a_sentence(home, settings):
    settings.S3_ENDPOINT = f"http://{closed_port()}"

    sentence, seconds = refusal_of(home, Away)

    assert "tidak dapat dihubungi" in sentence
    assert seconds < 20


def test_a_store_that_never_answers_costs_a_bounded_time(home, settings, impatient):
    with listening(lambda _connection: time.sleep(30)) as settings.S3_ENDPOINT:
        _sentence, seconds = refusal_of(home, Away)

    assert seconds < 20


def test_a_store_that_answers_garbage_is_away(home, settings, impatient):
    with listening(lambda connection: connection.sendall(b"nonsense\r\n\r\n")) as endpoint:
        settings.S3_ENDPOINT = endpoint
        refusal_of(home, Away)


def test_a_wrong_secret_is_away_and_told_without_it(home, settings):
    settings.S3_CREDENTIALS = (s3.KEY, "wrong-and-secret")

    with pytest.raises(storage.StoreAway) as error:
        storage.try_writing()
    assert "secret" not in str(error.value)


def test_a_full_store_keeps_nothing_half(home, settings, tmp_path):
    with a_small_disk(tmp_path / "small") as disk, s3.serving(disk) as server:
        settings.S3_ENDPOINT = server.address
        sentence, _seconds = refusal_of(home, (Full, Away))

        assert list(storage.all_hashes()) == []
        assert actions.add(home, by=system(), file=upload()).latest.number == 1
    assert sentence.startswith(("Ruang penyimpanan penuh", "Penyimpanan dokumen sedang"))


def test_large_content_goes_in_parts_and_comes_back_whole(monkeypatch):
    monkeypatch.setattr(bucket, "PART", 5 * 1024 * 1024)
    content = os.urandom(12 * 1024 * 1024 + 7)

    stored = storage.put([content[:100], content[100:]], limit=10**9)

    assert stored.size == len(content) == storage.store().size_of(stored.sha256)
    assert content_of(stored.sha256) == content
    with storage.open_file(stored.sha256) as file:
        file.seek(7_000_000)
        assert file.read(10) == content[7_000_000:7_000_010]
        assert file.seek(-7, os.SEEK_END) == len(content) - 7
        assert file.read() == content[-7:]


def test_too_much_is_noticed_before_it_is_sent():
    with pytest.raises(storage.TooLarge):
        storage.put([b"x" * 60, b"y" * 60], limit=100)

    assert list(storage.all_hashes()) == []


def test_parts_of_an_upload_that_died_are_given_up_after_a_day():
    held = storage.store()
    held.client.create_multipart_upload(Bucket=held.place.bucket, Key=held.key_of("ab" * 32))

    assert storage.clear_leftovers(before=time.time() - 3600) == 0
    assert storage.clear_leftovers(before=time.time() + 3600) == 1
    assert storage.clear_leftovers(before=time.time() + 3600) == 0


def test_a_line_that_breaks_while_reading_is_taken_up_where_it_broke(settings, s3_server):
    content = os.urandom(3_000_000)
    digest = storage.put([content], limit=10**9).sha256

    with listening(cut_after(s3_server, 700_000)) as settings.S3_ENDPOINT:
        assert content_of(digest) == content


def test_a_download_from_a_store_that_is_away_is_a_page_with_503(home, settings, client_of):
    document = actions.add(home, by=system(), file=upload())
    settings.S3_ENDPOINT = f"http://{closed_port()}"

    answer = client_of(a_user("secretary", home)).get(
        reverse("documents:download", args=[document.pk, 1])
    )

    assert answer.status_code == 503
    assert "Penyimpanan dokumen sedang tidak dapat dihubungi" in answer.content.decode()


def test_a_download_comes_through_the_house_and_shows_no_address_of_the_store(
    home, client_of, s3_server
):
    document = actions.add(home, by=system(), file=upload())

    answer = client_of(a_user("secretary", home)).get(
        reverse("documents:download", args=[document.pk, 1])
    )

    assert b"".join(answer) == files.PDF
    assert answer["Content-Length"] == str(len(files.PDF))
    assert s3_server.address not in str(answer.headers)


def test_two_who_store_the_same_at_once_both_succeed_and_it_is_whole():
    found = []
    content = os.urandom(500_000)

    def store():
        found.append(storage.put([content], limit=10**9))

    threads = [threading.Thread(target=store) for _one in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(found) == 4
    assert len(set(found)) == 1
    assert content_of(found[0].sha256) == content
