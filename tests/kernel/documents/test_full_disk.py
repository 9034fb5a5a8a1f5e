"""A full disk keeps nothing half, and says so in a sentence."""

import errno
import os
import resource
import subprocess
import time
from contextlib import contextmanager, nullcontext

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import path

from caruban.config import urls
from caruban.config.archive.backup import backup
from caruban.config.archive.form import ArchiveError
from caruban.kernel.access import public
from caruban.kernel.documents import actions, storage
from caruban.kernel.documents.models import Blob, Document
from caruban.kernel.errors import Full
from caruban.kernel.operations.models import Sign
from caruban.kernel.web.problems import refused
from tests.factories import a_user, an_institution
from tests.kernel.documents import files

pytestmark = pytest.mark.django_db

LARGE = files.PDF + os.urandom(600_000)


@contextmanager
def a_small_disk(place):
    """Have a file system of half a megabyte there: a real one as root, else by the file's size."""
    place.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", place]
    if (
        os.geteuid() == 0
        and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    ):
        try:
            yield place
        finally:
            subprocess.run(["umount", "--lazy", place], check=True)
    else:
        with limited(512 * 1024):
            yield place


@contextmanager
def limited(size):
    """Let no file of this process grow beyond a size, in bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def home():
    return an_institution()


@pytest.fixture
def secretary(home):
    return a_user("secretary", home)


def large():
    return SimpleUploadedFile("Naskah.pdf", LARGE)


def test_on_a_full_disk_nothing_of_a_document_is_kept(settings, tmp_path, home, secretary):
    with a_small_disk(tmp_path / "small") as disk:
        settings.DOCUMENT_ROOT = disk

        with pytest.raises(Full, match="Ruang penyimpanan penuh") as refusal:
            actions.add(home, by=secretary, file=large())

        assert refusal.value.field == "file"
        assert not Document.objects.exists()
        assert not Blob.objects.exists()
        assert [one for one in disk.rglob("*") if one.is_file()] == []
        small = SimpleUploadedFile("SK.pdf", files.PDF)
        assert actions.add(home, by=secretary, file=small).latest.number == 1


def test_a_file_that_may_not_grow_is_a_full_disk_too(folder, home, secretary):
    with limited(100_000), pytest.raises(Full):
        actions.add(home, by=secretary, file=large())

    assert not Document.objects.exists()
    assert list(storage.all_hashes()) == []
    assert list(folder.glob(".incoming-*")) == []


def test_an_earlier_version_stands_when_the_next_has_no_room(folder, home, secretary):
    document = actions.add(home, by=secretary, file=SimpleUploadedFile("SK.pdf", files.PDF))

    with limited(100_000), pytest.raises(Full):
        actions.add_version(document, by=secretary, file=large())

    assert document.versions.count() == 1
    assert storage.store().path_of(document.latest.blob.sha256).read_bytes() == files.PDF


def test_the_api_says_507(rf):
    answer = refused(rf.post("/api/v1/x"), Full("Ruang penyimpanan penuh.", "file"))

    assert answer.status_code == 507
    assert b"Ruang penyimpanan penuh." in answer.content


@public("for this test: takes a file and has no form to say no on")
def taking(request):
    home = an_institution()
    actions.add(home, by=a_user("secretary", home), file=request.FILES["file"])


@public("for this test: there is no room to receive what was sent")
def receiving(request):
    raise OSError(errno.ENOSPC, "No space left on device")


urlpatterns = [path("taking/", taking), path("receiving/", receiving), *urls.urlpatterns]
handler500 = urls.handler500


@pytest.mark.parametrize("address", ["/taking/", "/receiving/"])
@override_settings(ROOT_URLCONF=__name__)
def test_a_page_says_507_where_no_form_can(client, folder, address):
    client.raise_request_exception = False

    with limited(100_000):
        answer = client.post(address, {"file": large()})

    assert answer.status_code == 507
    assert "Ruang penyimpanan penuh" in answer.content.decode()
    assert not Blob.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_backup_without_room_leaves_the_former_and_tells_the_operator(tmp_path, folder):
    with a_small_disk(tmp_path / "small") as disk:
        target = disk / "caruban.tar"
        target.write_bytes(b"the former one")
        (disk / "filler").write_bytes(os.urandom(480_000))

        room = nullcontext() if disk.is_mount() else limited(8 * 1024)
        with room, pytest.raises(ArchiveError, match="cannot be written"):
            backup(target)

        assert target.read_bytes() == b"the former one"
        assert sorted(one.name for one in disk.iterdir()) == ["caruban.tar", "filler"]
        sign = Sign.objects.get(kind="backup")
        assert not sign.is_well
        assert "cannot be written" in sign.told


def test_what_an_upload_left_behind_when_it_died_goes_after_a_day(folder):
    folder.mkdir()
    old, young = folder / ".incoming-a", folder / ".incoming-b"
    for one, hours in ((old, 25), (young, 1)):
        one.write_bytes(b"x")
        os.utime(one, times=(time.time() - hours * 3600,) * 2)

    actions.collect_garbage()

    assert (old.exists(), young.exists()) == (False, True)
