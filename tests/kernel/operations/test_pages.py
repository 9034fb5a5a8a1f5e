"""The operator sees what is ill, why, and what to do; others see nothing of it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from caruban.kernel.accounts.roles import Role
from caruban.kernel.operations import board, panels, queries
from caruban.kernel.operations.health import HEALTH
from caruban.kernel.operations.interface import PANELS, Panel, panel
from caruban.kernel.operations.models import Sign
from tests.factories import a_user, an_institution

pytestmark = pytest.mark.django_db

PAGES = ("/operasi/", "/operasi/pekerjaan/", "/operasi/berkala/")
OTHERS = sorted(set(Role) - {Role.CITIZEN, Role.SYSTEM, Role.OPERATOR})


@pytest.fixture
def page(client_of, operator):
    """Give a function that reads a page as the operator."""
    browser = client_of(operator)
    return lambda path: browser.get(path).content.decode()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", OTHERS)
def test_others_do_not_see_it(client_of, path, role):
    assert client_of(a_user(role, an_institution())).get(path).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_a_guest_is_led_to_the_door(client, path):
    assert client.get(path)["Location"].startswith("/masuk/")


def test_the_page_shows_every_panel_with_its_sentence(page):
    shown = page("/operasi/")

    assert len(board.drawn()) == len(PANELS) >= 7
    for one in board.drawn():
        assert str(one.title) in shown
        assert str(one.sentence).endswith(".")
        assert str(one.sentence).split("&")[0] in shown


def test_what_is_ill_comes_first(a_job):
    a_job(reason="OSError: gone")

    assert [one.state for one in board.drawn()] == sorted(
        (one.state for one in board.drawn()), key=lambda state: board.GRAVITY[state]
    )
    assert panels.jobs().state == "bad"


def test_a_failed_job_is_shown_with_its_reason_and_its_buttons(page, a_job):
    number = a_job(reason="OSError: disk is full")

    shown = page("/operasi/pekerjaan/")

    assert "OSError: disk is full" in shown
    assert "Membuang isi dokumen yang tidak dipakai" in shown
    assert f"/operasi/pekerjaan/{number}/ulang/" in shown
    assert f"/operasi/pekerjaan/{number}/hentikan/" in shown


def test_a_failed_job_without_a_reason_says_that_its_worker_died(page, a_job):
    a_job()

    assert "Worker mati saat mengerjakannya." in page("/operasi/pekerjaan/")


def test_script_in_a_reason_is_only_text(page, a_job):
    a_job(reason="<script>alert(1)</script>")

    assert "<script>alert(1)" not in page("/operasi/pekerjaan/")


@pytest.mark.parametrize(("view", "state"), [("menunggu", "todo"), ("berjalan", "doing")])
def test_waiting_and_running_jobs_are_shown(page, a_job, view, state):
    number = a_job(state)

    assert f">{number}<" in page(f"/operasi/pekerjaan/?status={view}")


@pytest.mark.parametrize(("verb", "said"), [("ulang", "diulang"), ("hentikan", "dihentikan")])
def test_a_button_does_what_it_says(client_of, operator, a_job, verb, said):
    number = a_job()

    answer = client_of(operator).post(f"/operasi/pekerjaan/{number}/{verb}/", follow=True)

    assert f"Pekerjaan {number} {said}." in answer.content.decode()
    assert "Tidak ada yang gagal" in answer.content.decode()


def test_all_failed_are_tried_again_by_one_button(client_of, operator, a_job):
    a_job(), a_job()

    answer = client_of(operator).post("/operasi/pekerjaan/ulang-semua/", follow=True)

    assert "2 pekerjaan diulang." in answer.content.decode()


def test_a_refusal_is_said_on_the_page(client_of, operator, settings):
    settings.CAN_MAIL = False

    answer = client_of(operator).post("/operasi/surel-percobaan/", follow=True)

    assert "Peladen surel belum diatur" in answer.content.decode()


def test_periodic_work_is_late_when_its_time_passed_and_nobody_took_it_up():
    name = "caruban.kernel.documents.jobs.collect"
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp, periodic_id)"
            " VALUES (%s, %s, '')",
            [name, int((now - timedelta(days=2)).timestamp())],
        )

    found = {one.name: one for one in queries.periodic(at=now)}

    assert found[name].is_late
    assert found[name].next > now
    assert panels.periodic().state == "warn"


def test_periodic_work_that_never_was_is_new_and_not_late(page):
    assert not any(one.is_late for one in queries.periodic(at=timezone.now()))
    assert "belum pernah" in page("/operasi/berkala/")


def test_without_a_worker_the_page_says_what_to_do():
    assert panels.workers().state == "bad"
    assert "Jalankan worker" in str(panels.workers().sentence)


@pytest.mark.parametrize(
    ("age", "state"), [(None, "bad"), (timedelta(hours=3), "good"), (timedelta(days=3), "bad")]
)
def test_an_old_or_missing_backup_is_told(settings, age, state):
    settings.DEMO = False
    if age is not None:
        sign = Sign.objects.create(kind="backup", is_well=True, details={"file": "/b.tar"})
        Sign.objects.filter(pk=sign.pk).update(at=timezone.now() - age)

    assert panels.backup().state == state


def test_a_failed_backup_is_told_with_its_reason():
    Sign.objects.create(kind="backup", is_well=True)
    Sign.objects.create(kind="backup", is_well=False, told="/b.tar cannot be written")

    assert panels.backup().state == "bad"
    assert "/b.tar cannot be written" in str(panels.backup().sentence)


def test_a_mail_server_that_failed_last_is_told(settings):
    settings.CAN_MAIL = True
    Sign.objects.create(kind="mail", is_well=True)
    Sign.objects.create(kind="mail", is_well=False, told="ConnectionRefusedError: refused")

    assert panels.mail().state == "bad"
    assert "ConnectionRefusedError: refused." in str(panels.mail().sentence)


def test_a_damaged_document_is_told_for_a_week():
    sign = Sign.objects.create(kind="check", is_well=False, told="1: abcdef")
    Sign.objects.create(kind="check", is_well=True)

    assert panels.storage().state == "bad"
    Sign.objects.filter(pk=sign.pk).update(at=timezone.now() - timedelta(days=8))
    assert panels.storage().state == "good"


def test_the_page_says_where_documents_lie_and_when_nothing_can_be_written_there(
    settings, page, monkeypatch
):
    settings.DOCUMENT_STORE, settings.S3_ENDPOINT = "s3://berkas/caruban", "http://127.0.0.1:1"
    settings.S3_CREDENTIALS = ("key", "hunter2")
    monkeypatch.setattr(HEALTH, "_seen_at", float("-inf"))

    shown = page("/operasi/")

    assert "s3://berkas/caruban/" in shown
    assert "Tempat dokumen tidak dapat ditulisi." in shown
    assert "hunter2" not in shown
    monkeypatch.setattr(HEALTH, "_seen_at", float("-inf"))  # others look anew


def test_a_full_disk_is_told(monkeypatch):
    monkeypatch.setattr(panels, "LOW", 10**18)

    assert panels.storage().state == "bad"


@pytest.fixture
def broken():
    """Give the page a panel of a module that cannot be asked."""

    @panel(order=55)
    def broken_one() -> Panel:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM nowhere")
        raise DatabaseError

    yield
    del PANELS[f"{broken_one.__module__}.{broken_one.__qualname__}"]


def test_a_panel_that_cannot_be_drawn_says_so_and_the_others_stand(page, broken):
    shown = page("/operasi/")

    assert "tidak dapat diperiksa" in shown
    assert "PostgreSQL" in shown


def test_two_panels_of_one_name_are_refused(broken):
    name = next(one for one in PANELS if one.endswith("jobs"))
    giver = PANELS[name][1]

    with pytest.raises(TypeError, match="two panels"):
        panel(order=1)(giver)
