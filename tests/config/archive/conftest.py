"""A regency at work in a data folder of its own. Imports are late: settings come with the run."""

from io import BytesIO

import pytest


@pytest.fixture
def data(tmp_path):
    """A data folder of its own, for documents and for what is noted about backups."""
    from django.test import override_settings

    folder = tmp_path / "data"
    folder.mkdir()
    with override_settings(DATA_DIR=folder, DOCUMENT_ROOT=folder / "documents"):
        yield folder


@pytest.fixture
def office(data, transactional_db):
    """The regency at work: its data, two documents, a history, events and a job that waits."""
    from django.core.files.base import File
    from django.db import connection

    from caruban.datasets.cirebon.loader import load
    from caruban.kernel.documents.actions import add
    from caruban.kernel.proofs.jobs import recompute_nightly
    from tests.factories import system

    institution = load(by=system()).institution
    for name in ("rencana", "laporan"):
        content = BytesIO(f"Isi {name}: tab\t dan\\garis miring\n".encode() * 5000)
        add(institution, by=system(), file=File(content, f"{name}.txt"), title=f"Dokumen {name}")
    recompute_nightly.defer(timestamp=0)
    yield institution
    with connection.cursor() as cursor:  # Django does not count these among its own
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture
def archive(data, transactional_db, tmp_path):
    """A backup of a small office, which went on since: nothing here is as in the backup."""
    from django.core.files.base import ContentFile

    from caruban.config.archive.backup import backup
    from caruban.kernel.documents.actions import add
    from tests.factories import a_unit, a_user, an_institution, system

    unit = a_unit(an_institution())
    a_user("officer", unit)
    add(unit, by=system(), file=ContentFile(b"Rencana kerja\n" * 500, "rencana.txt"))
    backup(tmp_path / "cadangan")
    add(unit, by=system(), file=ContentFile(b"Laporan", "laporan.txt"))
    a_unit(unit)
    return tmp_path / "cadangan"


@pytest.fixture
def empty_database(transactional_db):
    """The name of a database without tables, beside that of the tests."""
    from tests.config.archive.databases import an_empty_database

    with an_empty_database() as name:
        yield name
