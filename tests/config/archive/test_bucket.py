"""Documents in a bucket are backed up and restored as those on a disk, and moved between both."""

from types import SimpleNamespace

import pytest
from django.test import override_settings

from caruban.config.archive.backup import backup
from caruban.config.archive.form import ArchiveError
from caruban.config.archive.restore import restore
from caruban.config.commands import documents
from caruban.config.problems import Problem
from caruban.kernel.documents import storage
from caruban.kernel.documents.models import Blob
from tests import s3


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with s3.serving(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture
def bucket(server):
    """Give a way to keep documents in an empty place of a bucket, for as long as a block."""
    place = server.settings(server.place())
    return lambda: override_settings(**place)


def content():
    held = {}
    for digest in storage.all_hashes():
        with storage.open_file(digest) as file:
            held[digest] = file.read()
    return held


def move(source):
    return documents.run(SimpleNamespace(source=source))


def test_a_backup_of_a_disk_is_restored_into_a_bucket_and_back(archive, bucket, tmp_path):
    restore(archive, replace=True)
    before = content()
    with bucket():
        restore(archive, replace=True)
        assert content() == before != {}
        backup(tmp_path / "dari-bucket")
    for digest in before:
        storage.delete(digest)

    restore(tmp_path / "dari-bucket", replace=True)

    assert content() == before


def test_without_its_store_nothing_is_backed_up_or_restored_and_it_says_why(archive, tmp_path):
    many = Blob.objects.count()
    gone = {"S3_ENDPOINT": "http://127.0.0.1:1", "S3_CREDENTIALS": ("key", "hunter2")}
    with override_settings(DOCUMENT_STORE="s3://caruban", **gone):
        with pytest.raises(ArchiveError, match=r"cannot be read: the store of documents does not"):
            backup(tmp_path / "lain")
        with pytest.raises(ArchiveError, match=r"cannot be stored: the store of documents does"):
            restore(archive, replace=True)
    assert not (tmp_path / "lain").exists()
    assert Blob.objects.count() == many


def test_documents_move_to_a_bucket_whole_and_again_without_harm(archive, bucket, capsys):
    before = content()
    with bucket():
        assert (move("disk"), move("disk"), move("")) == (0, 0, 0)
        assert content() == before
    told = capsys.readouterr().out.splitlines()
    assert ["2 brought over" in line for line in told] == [True, False, False]
    assert all("2 documents" in line and "0 missing" in line for line in told)


def test_what_is_damaged_or_gone_is_left_there_and_named(archive, bucket, capsys):
    damaged, gone = sorted(content())
    storage.store().path_of(damaged).write_bytes(b"lain")
    storage.delete(gone)
    with bucket():
        with pytest.raises(Problem, match=f"not in the store: {damaged}, {gone}"):
            move("disk")
        assert content() == {}
    assert f"{damaged} is damaged in " in capsys.readouterr().out
