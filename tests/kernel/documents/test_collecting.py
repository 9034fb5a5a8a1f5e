"""Only what nothing refers to is collected, and never from under an upload."""

import os
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
from tests.kernel.documents.test_keeping import upload


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
    assert not storage.path_of(blob.sha256).exists()
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
    assert storage.path_of(kept.latest.blob.sha256).exists()


@pytest.mark.django_db
def test_what_an_upload_left_behind_when_it_died_goes_after_a_day(folder):
    folder.mkdir()
    old, young = folder / ".incoming-a", folder / ".incoming-b"
    for one, hours in ((old, 25), (young, 1)):
        one.write_bytes(b"x")
        os.utime(one, times=(time.time() - hours * 3600,) * 2)

    actions.collect_garbage()

    assert (old.exists(), young.exists()) == (False, True)


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
    assert storage.path_of(blob.sha256).read_bytes() == files.PDF


@pytest.mark.django_db(transaction=True)
def test_the_collector_waits_for_an_upload_under_way(monkeypatch):
    institution = an_institution()
    blob = put_away(institution)
    stored, collected, put = Event(), Event(), storage.put

    def slowly(chunks, *, limit):
        found = put(chunks, limit=limit)
        stored.set()
        time.sleep(0.3)
        assert not collected.is_set()
        return found

    monkeypatch.setattr(storage, "put", slowly)
    uploading = beside(lambda: actions.add(institution, by=system(), file=upload()))
    assert stored.wait(5)
    actions.collect_garbage()
    collected.set()
    uploading.join(10)

    assert Version.objects.get().blob.sha256 == blob.sha256
    assert storage.path_of(blob.sha256).exists()
