"""What is long over goes, what is young stays; each document is looked through once a week."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from caruban.kernel.documents import actions, storage
from caruban.kernel.operations.jobs import check_documents, prune
from caruban.kernel.operations.models import Sign
from tests.factories import a_user, an_institution
from tests.kernel.documents.files import PDF

pytestmark = pytest.mark.django_db

WEEK = [int(datetime(2026, 11, day, 21, tzinfo=UTC).timestamp()) for day in range(2, 9)]


def let_pass(days):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - %s", [timedelta(days=days)])


@pytest.mark.parametrize(
    ("status", "days", "stays"),
    [
        ("succeeded", 6, True),
        ("succeeded", 8, False),
        ("failed", 89, True),
        ("failed", 91, False),
        ("cancelled", 91, False),
        ("todo", 400, True),
        ("doing", 400, True),
    ],
)
def test_a_job_stays_as_long_as_somebody_may_ask_for_it(a_job, status, days, stays):
    number = a_job(status)
    let_pass(days)

    gone = prune(timestamp=0)

    assert ProcrastinateJob.objects.filter(pk=number).exists() is stays
    assert gone == (not stays)


def test_old_signs_go_but_the_newest_of_each_kind_stays():
    old, newest = (Sign.objects.create(kind="backup", is_well=True) for _one in "ab")
    Sign.objects.update(at=timezone.now() - timedelta(days=100))

    prune(timestamp=0)

    assert set(Sign.objects.all()) == {newest}
    assert old != newest


@pytest.fixture
def digest(settings, tmp_path):
    """Give the hash of a document that is kept."""
    settings.DOCUMENT_ROOT = tmp_path / "documents"
    home = an_institution()
    file = SimpleUploadedFile("SK.pdf", PDF)
    return actions.add(home, by=a_user("secretary", home), file=file).latest.blob.sha256


def checked_all_week():
    return sum(check_documents(timestamp=night) for night in WEEK)


def test_a_week_finds_whole_documents_whole(digest):
    assert checked_all_week() == 0
    assert list(Sign.objects.filter(kind="check").values_list("is_well", flat=True)) == [True] * 7


def test_a_week_finds_a_damaged_document_once(digest):
    storage.store().path_of(digest).write_bytes(PDF[:-1] + b"x")

    assert checked_all_week() == 1
    assert Sign.objects.get(kind="check", is_well=False).told == f"1: {digest[:12]}"


def test_a_week_finds_a_missing_document_once(digest):
    storage.delete(digest)

    assert checked_all_week() == 1
