"""What is broken, foreign, newer or unwelcome is refused, and nothing is touched."""

import gzip
import hashlib
import json
import os
import resource
import signal
import subprocess
import tarfile
import time
import zipfile

import psycopg
import pytest

from caruban.config.archive import form
from caruban.config.archive.backup import backup
from caruban.config.archive.form import ArchiveError
from caruban.config.archive.restore import restore
from tests.config.archive.databases import (
    command,
    connect,
    environment,
    everything,
    files_below,
    rewritten,
)


@pytest.fixture
def untouched(archive, data):
    """Compare database and documents before and after a test."""
    before = (everything(), files_below(data / "documents"))
    yield
    assert (everything(), files_below(data / "documents")) == before


def refused(path, match):
    with pytest.raises(ArchiveError, match=match) as told:
        restore(path, replace=True)
    assert "\n" not in str(told.value)


def test_an_archive_cut_short_is_refused_wherever_it_ends(archive, untouched):
    content = archive.read_bytes()

    for share in (0.1, 0.5, 0.9, 0.999):
        archive.write_bytes(content[: int(len(content) * share)])
        refused(archive, "is damaged or cut short")
    archive.write_bytes(b"")
    refused(archive, "is no backup of Caruban")


def test_one_flipped_bit_is_seen_wherever_it_is(archive, untouched):
    content = archive.read_bytes()

    for place in range(600, len(content), len(content) // 40):
        flipped = bytearray(content)
        flipped[place] ^= 4
        archive.write_bytes(flipped)
        refused(archive, "is damaged or cut short")


def test_a_foreign_file_is_refused_by_its_name(archive, untouched, tmp_path):
    (tmp_path / "surat.txt").write_text("bukan cadangan")
    with zipfile.ZipFile(tmp_path / "arsip.zip", "w") as packed:
        packed.write(tmp_path / "surat.txt")
    with tarfile.open(tmp_path / "lain.tar", "w") as tar:
        tar.add(tmp_path / "surat.txt", "surat.txt")

    for name in ("surat.txt", "arsip.zip", "lain.tar"):
        refused(tmp_path / name, f"{name} is no backup of Caruban")
    refused(tmp_path / "tidak-ada", "tidak-ada cannot be read: No such file")


def test_a_newer_format_is_refused(archive, untouched):
    def newer(entries):
        entries[form.HEAD] = json.dumps({"format": 2, "made_by": "caruban"}).encode()

    refused(rewritten(archive, newer), "has format 2, of a newer Caruban")


def test_a_backup_of_a_newer_version_is_refused(archive, untouched):
    def newer(entries):
        manifest = json.loads(entries[form.MANIFEST])
        manifest["migrations"].append(["evaluation", "0999_of_tomorrow"])
        entries[form.MANIFEST] = json.dumps(manifest).encode()

    refused(rewritten(archive, newer), r"made by a newer Caruban \(.*evaluation.0999_of_tomorrow")


@pytest.mark.parametrize("harm", ["less", "more", "other", "no manifest", "nonsense"])
def test_content_that_is_not_what_the_manifest_says_is_refused(archive, untouched, harm):
    def harmed(entries):
        document = next(name for name in entries if name.startswith("documents/"))
        if harm == "less":
            del entries[document]
        elif harm == "more":
            entries["documents/" + "0" * 64] = b"selundupan"
        elif harm == "other":
            entries[document] = b"tertukar"
        elif harm == "no manifest":
            del entries[form.MANIFEST]
        else:
            entries["tables/accounts_user.copy.gz"] = b"bukan gzip"

    refused(rewritten(archive, harmed), "is damaged: what is in it")


def test_a_database_that_holds_something_is_left_alone_unless_told(archive, untouched):
    with pytest.raises(ArchiveError, match="add --replace if all of it may be replaced"):
        restore(archive)


def test_rows_that_refer_to_nothing_are_refused_and_all_stays_as_it_was(archive, untouched):
    content = b"tidak ada yang merujuknya"
    digest = hashlib.sha256(content).hexdigest()

    def orphaned(entries):
        manifest = json.loads(entries[form.MANIFEST])
        table = next(one for one in manifest["tables"] if one["name"] == "accounts_user")
        table |= {"rows": 0, "size": 0, "sha256": hashlib.sha256().hexdigest()}
        entries["tables/accounts_user.copy.gz"] = gzip.compress(b"")
        manifest["documents"][digest] = len(content)
        entries[f"documents/{digest}"] = content
        entries[form.MANIFEST] = json.dumps(manifest).encode()

    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        restore(rewritten(archive, orphaned), replace=True)


def test_a_restore_killed_before_its_end_leaves_everything_as_it_was(
    archive, untouched, data, tmp_path
):
    with connect() as other:
        other.execute("ALTER SEQUENCE history_change_id_seq CACHE 1")  # held, and taken back
        process = subprocess.Popen(
            command("restore", archive, "--replace"), env=environment("", data)
        )
        _wait_for("SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        other.rollback()
    _wait_for("SELECT count(*) = 0 FROM pg_locks WHERE mode = 'AccessExclusiveLock'")


def test_a_target_that_cannot_be_written_is_told_and_nothing_stays_half(archive, data, tmp_path):
    with pytest.raises(ArchiveError, match="cannot be written: No such file or directory"):
        backup(tmp_path / "tidak-ada" / "cadangan")
    with pytest.raises(ArchiveError, match="cannot be written: Is a directory"):
        backup(data)
    assert not list(tmp_path.rglob("*.partial"))


def test_a_full_disk_leaves_the_older_backup_whole(archive, tmp_path):
    older = archive.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(older) // 2, hard))
    try:
        with pytest.raises(ArchiveError, match="cadangan cannot be written: File too large"):
            backup(archive)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert archive.read_bytes() == older
    assert not list(tmp_path.glob("*.partial"))


def _wait_for(question):
    deadline = time.monotonic() + 30
    with connect(autocommit=True) as connection:
        while time.monotonic() < deadline:
            if connection.execute(question).fetchone()[0]:
                return
            time.sleep(0.05)
    raise AssertionError(question)
