"""A backup brings back every row, number and byte; into the same database, or into an empty one."""

import json
import threading

import pytest
from django.core.files.base import ContentFile

from caruban.config.archive.backup import backup
from caruban.config.archive.form import ArchiveError
from caruban.config.archive.restore import restore
from caruban.evaluation.models import Note
from caruban.kernel.documents.actions import add
from caruban.kernel.history.models import Change
from caruban.kernel.operations.models import Sign
from tests.config.archive.databases import caruban, connect, everything, files_below
from tests.factories import a_unit, a_user, system


def work_on(institution):
    """Change what a restore must take back: rows new, changed and gone, documents, sequences."""
    unit = a_unit(institution)
    a_user("officer", unit)
    Note.objects.first().delete()
    Note.objects.update(printed="lain")
    add(institution, by=system(), file=ContentFile(b"sesudah cadangan", "baru.txt"))


def test_everything_comes_back_row_for_row_and_byte_for_byte(office, data, tmp_path):
    rows, documents = everything(), files_below(data / "documents")
    backup(tmp_path / "cadangan")
    work_on(office)
    assert everything()["rows"] != rows["rows"]

    restore(tmp_path / "cadangan", replace=True)

    assert everything() == rows
    assert files_below(data / "documents") == documents
    assert len(documents) == 2


def test_the_tables_that_only_grow_come_back_and_go_on(office, data, tmp_path):
    backup(tmp_path / "cadangan")
    held = Change.objects.count()
    restore(tmp_path / "cadangan", replace=True)

    a_unit(office)

    assert Change.objects.count() > held
    assert Change.objects.latest("pk").table == "organisations_organisation"


def test_two_backups_of_the_same_rows_hold_the_same_bytes(office, data, tmp_path):
    first = backup(tmp_path / "satu")
    restore(tmp_path / "satu", replace=True)
    second = backup(tmp_path / "dua")

    assert (first.tables, first.sequences, first.documents) == (
        second.tables, second.sequences, second.documents,
    )  # fmt: skip


def test_an_empty_database_is_migrated_and_filled(office, data, tmp_path, empty_database):
    here = everything()  # before the backup leaves its sign for the operator
    backup(tmp_path / "cadangan")
    there = tmp_path / "there"

    done = caruban("restore", tmp_path / "cadangan", database=empty_database, data=there)

    assert done.returncode == 0, done.stderr
    copy = everything(empty_database)
    assert (copy["rows"], copy["sequences"]) == (here["rows"], here["sequences"])
    assert files_below(there / "documents") == files_below(data / "documents")
    assert {state for _table, _name, state in copy["triggers"]} == {"O"}
    assert ("history_change", "refuse_emptying", "O") in copy["triggers"]


def test_guarded_tables_are_replaced_and_guarded_again(office, data, tmp_path, empty_database):
    backup(tmp_path / "cadangan")
    there = tmp_path / "there"
    caruban("restore", tmp_path / "cadangan", database=empty_database, data=there)
    before = everything(empty_database)

    done = caruban(
        "restore", tmp_path / "cadangan", "--replace", database=empty_database, data=there
    )

    assert done.returncode == 0, done.stderr
    assert everything(empty_database) == before


def test_an_older_backup_comes_up_to_date_in_an_empty_database(data, tmp_path, empty_database):
    caruban("manage", "migrate", database=empty_database, data=data)
    caruban("manage", "migrate", "evaluation", "0001", database=empty_database, data=data)
    with connect(empty_database) as connection:
        connection.execute(
            "INSERT INTO organisations_organisation (code, name, kind, path, region_code, source,"
            " version, created_at, updated_at)"
            " VALUES ('lama', 'Lama', 'institution', '1.', '99.01', '', 1, now(), now())"
        )
    caruban("backup", tmp_path / "lama", database=empty_database, data=data)
    with connect("postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {empty_database} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {empty_database}")

    done = caruban("restore", tmp_path / "lama", database=empty_database, data=data)

    assert done.returncode == 0, done.stderr
    rows = everything(empty_database)["rows"]
    assert any("Lama" in row for row in rows["organisations_organisation"])
    assert rows["evaluation_note"] == []


def test_a_backup_holds_one_moment_while_others_write(office, data, tmp_path):
    began, stop = threading.Event(), threading.Event()

    def write():
        with connect(autocommit=True) as connection:
            while not stop.is_set():
                connection.execute(
                    "UPDATE organisations_organisation SET source = md5(random()::text) "
                    "WHERE parent_id IS NULL"
                )
                began.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        began.wait()
        backup(tmp_path / "cadangan")
    finally:
        stop.set()
        writer.join()
    office.refresh_from_db()
    version_at_the_end = office.version
    restore(tmp_path / "cadangan", replace=True)

    office.refresh_from_db()
    changes = Change.objects.filter(table="organisations_organisation", record=office.pk)
    assert 2 < office.version < version_at_the_end
    assert office.version == 1 + changes.filter(operation="UPDATE").count()
    assert changes.latest("pk").after["source"] == office.source


def test_the_last_backup_is_noted_for_the_doctor(office, data, tmp_path):
    manifest = backup(tmp_path / "cadangan")

    told = json.loads((data / "last-backup.json").read_text())

    assert told["at"] == manifest.made_at
    assert told["file"] == str(tmp_path / "cadangan")
    assert told["bytes"] == (tmp_path / "cadangan").stat().st_size


def test_the_operator_is_told_of_each_backup(office, data, tmp_path):
    manifest = backup(tmp_path / "cadangan")
    with pytest.raises(ArchiveError):
        backup(tmp_path / "nowhere" / "cadangan")

    failed, made = Sign.objects.filter(kind="backup").order_by("-id")[:2]
    assert (made.is_well, made.details["rows"]) == (True, manifest.rows)
    assert made.details["file"] == str(tmp_path / "cadangan")
    assert (failed.is_well, "cannot be written" in failed.told) == (False, True)


def test_an_empty_database_has_nothing_to_back_up(data, tmp_path, empty_database):
    done = caruban("backup", tmp_path / "cadangan", database=empty_database, data=data)

    assert done.returncode == 1
    assert done.stderr.strip() == "caruban: the database is empty: there is nothing to back up"
    assert not list(tmp_path.glob("*cadangan*"))


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_a_document_that_is_not_what_it_was_is_told_by_name(office, data, tmp_path, harm):
    document = max((data / "documents").glob("??/??/*"))
    document.unlink() if harm == "missing" else document.write_bytes(b"lain")

    with pytest.raises(ArchiveError, match=f"the content of document {document.name} is {harm}"):
        backup(tmp_path / "cadangan")
    assert not list(tmp_path.glob("*cadangan*"))
