"""Only what nothing refers to is collected, and never from under an upload."""

import time
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection
from django.utils import timezone

from caruban.kernel.documents import actions, storage
from caruban.kernel.documents.models import Blob, Version
from tests.factories import an_institution, system
from tests.kernel.documents import files
from tests.kernel.documents.test_keeping import content_of, upload

pytestmark = pytest.mark.usefixtures("each_store")


def put_away(institution, content=files.PDF):
    """Give content that was uploaded long ago and that nothing refers to any more."""
    document = actions.add(institution, by=system(), file=upload(content=content))
    blob = document.latest.blob
    actions.remove(document, by=system())
    Blob.objects.update(stored_at=timezone.now() - timedelta(hours=25))
    return blob


@pytest.mark.django_db
def test_what_nothing_refers_to_is_collected_with_its_file():
    blob = put_away(an_institution())

    assert actions.collect_garbage() == 1
    assert not Blob.objects.exists()
    assert not storage.exists(blob.sha256)
    assert actions.collect_garbage() == 0


@pytest.mark.django_db
def test_what_is_fresh_stays_for_a_day():
    put_away(an_institution())
    Blob.objects.update(stored_at=timezone.now() - timedelta(hours=23))

    assert actions.collect_garbage() == 0
    assert Blob.objects.exists()


@pytest.mark.django_db
def test_what_one_version_refers_to_stays_with_its_file():
    institution = an_institution()
    kept = actions.add(institution, by=system(), file=upload("lain.pdf"))
    put_away(institution)

    assert actions.collect_garbage() == 0
    assert storage.exists(kept.latest.blob.sha256)


def beside(function):
    """Run a function in a thread, on a connection of its own."""

    def run():
        try:
            function()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_content_uploaded_again_while_it_is_collected_is_there_afterwards(monkeypatch):
    institution = an_institution()
    blob = put_away(institution)
    deleting, delete = Event(), storage.delete

    def slowly(digest):
        deleting.set()
        time.sleep(0.5)  # long enough for an upload that does not wait
        delete(digest)

    monkeypatch.setattr(storage, "delete", slowly)
    collector = beside(actions.collect_garbage)
    assert deleting.wait(5)
    upload_again = beside(lambda: actions.add(institution, by=system(), file=upload()))
    collector.join(10)
    upload_again.join(10)

    assert Version.objects.get().blob.sha256 == blob.sha256
    assert content_of(blob.sha256) == files.PDF


@pytest.mark.django_db(transaction=True)
def test_content_collected_between_its_storing_and_its_row_is_stored_again(monkeypatch):
    institution = an_institution()
    blob = put_away(institution)
    stored, collected, put = Event(), Event(), storage.put

    def slowly(chunks, *, limit):
        found = put(chunks, limit=limit)
        stored.set()
        assert collected.wait(5)
        return found

    monkeypatch.setattr(storage, "put", slowly)
    uploading = beside(lambda: actions.add(institution, by=system(), file=upload()))
    assert stored.wait(5)
    assert actions.collect_garbage() == 1
    assert not storage.exists(blob.sha256)
    collected.set()
    uploading.join(10)

    assert Version.objects.get().blob.sha256 == blob.sha256
    assert content_of(blob.sha256) == files.PDF


@pytest.mark.django_db(transaction=True)
def test_while_scanner_and_store_are_asked_no_transaction_is_open(monkeypatch):
    seen, put = [], storage.put

    def looking(chunks, *, limit):
        seen.append(connection.in_atomic_block)
        return put(chunks, limit=limit)

    monkeypatch.setattr(storage, "put", looking)
    actions.add(an_institution(), by=system(), file=upload())

    assert seen == [False]


@pytest.mark.django_db
def test_what_was_stored_and_never_kept_goes_after_a_day(monkeypatch):
    kept = actions.add(an_institution(), by=system(), file=upload("lain.pdf"))
    orphan = storage.put([b"nobody's"], limit=100)

    assert actions.collect_garbage() == 0
    monkeypatch.setattr(actions, "GRACE", timedelta(seconds=-60))
    assert actions.collect_garbage() == 1

    assert [storage.exists(one) for one in (orphan.sha256, kept.latest.blob.sha256)] == [
        False,
        True,
    ]
