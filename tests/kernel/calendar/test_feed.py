"""The feed: a secret address, read by a program, that does what its owner may see and no more."""

import re
from datetime import timedelta

import pytest
import vobject
from django.test import Client
from django.utils import timezone

from caruban.kernel.accounts.actions import deactivate
from caruban.kernel.calendar import actions
from caruban.kernel.calendar.models import Feed, FeedUse
from caruban.kernel.history.models import Change
from tests.factories import a_user, system
from tests.toys.factories import a_toy

pytestmark = pytest.mark.django_db
PAGE = "/kalender/langganan/"


def address(secret):
    return f"{PAGE}{secret}/caruban.ics"


@pytest.fixture
def secret(scene, task):
    return actions.open_feed(by=scene.officer)


def read(secret, **headers):
    return Client().get(address(secret), headers=headers)


def titles(answer):
    events = vobject.readOne(answer.text).contents.get("vevent", [])
    return [event.summary.value for event in events]


def test_a_program_reads_what_is_due_without_signing_in(scene, task, secret):
    task("Isi indikator 1", timezone.localdate())
    task("Terlambat", timezone.localdate() - timedelta(days=100))
    task("Milik lain", timezone.localdate(), to=a_user("officer", scene.unit))
    answer = read(secret)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert titles(answer) == ["Terlambat", "Isi indikator 1"]
    assert answer.cookies == {}


def test_a_feed_tells_what_its_owner_may_see_now(scene, task, secret, toys_are_due):
    a_toy(scene.unit, made_on=timezone.localdate())
    assert len(titles(read(secret))) == 1

    scene.officer.memberships.update(valid_to=timezone.localdate() - timedelta(days=1))

    assert titles(read(secret)) == []


def test_the_feed_of_who_left_is_dead_the_same_minute(scene, task, secret):
    assert read(secret).status_code == 200

    deactivate(scene.officer, by=system(), why="pindah tugas")

    assert read(secret).status_code == 404


def test_a_renewed_address_kills_the_former(scene, task, secret):
    new = actions.open_feed(by=scene.officer)

    assert read(secret).status_code == 404
    assert read(new).status_code == 200
    assert Feed.objects.count() == 1


def test_a_revoked_address_is_dead(scene, task, secret):
    assert actions.revoke_feed(by=scene.officer)

    assert read(secret).status_code == 404
    assert not actions.revoke_feed(by=scene.officer)


@pytest.mark.parametrize("guess", ["x", "a" * 43, "%00", "a" * 2000, "..", "'"])
def test_a_guess_opens_nothing(secret, guess):
    assert read(guess).status_code == 404


def test_only_a_hash_is_kept_and_none_stands_in_the_history(scene, task, secret):
    kept = list(Feed.objects.values_list("digest", flat=True))
    changes = str(list(Change.objects.filter(table="calendar_feed").values("before", "after")))

    assert secret not in str(kept)
    assert secret not in changes
    assert kept[0] not in changes


def test_what_did_not_change_is_not_sent_again(scene, task, secret):
    task("Isi indikator 1", timezone.localdate())
    etag = read(secret).headers["ETag"]

    again = read(secret, **{"If-None-Match": etag})
    assert again.status_code == 304
    assert again.content == b""
    task("Isi indikator 2", timezone.localdate())
    assert read(secret, **{"If-None-Match": etag}).status_code == 200


def test_the_moment_of_writing_is_no_change(scene, task, secret, monkeypatch):
    task("Isi indikator 1", timezone.localdate())
    first = read(secret)
    later = timezone.now() + timedelta(minutes=5)
    monkeypatch.setattr(timezone, "now", lambda: later)

    second = read(secret)

    assert first.text != second.text
    assert first.headers["ETag"] == second.headers["ETag"]


def test_a_feed_speaks_its_owners_language(scene, task, secret):
    type(scene.officer).objects.filter(pk=scene.officer.pk).update(language="en")

    assert read(secret, **{"Accept-Language": "id"}).status_code == 200


def test_reading_is_written_down_now_and_then(scene, task, secret):
    read(secret)
    first = FeedUse.objects.get().at
    read(secret)
    assert FeedUse.objects.get().at == first
    FeedUse.objects.update(at=first - actions.OFTEN - timedelta(seconds=1))
    read(secret)
    assert FeedUse.objects.get().at >= first


def test_the_address_is_shown_once_and_not_again(scene, task, client_of):
    browser = client_of(scene.officer)
    assert "Belum ada alamat" in browser.get(PAGE).text

    page = browser.post(f"{PAGE}buat/")

    (found,) = re.findall(r'value="(http[^"]+/caruban\.ics)"', page.text)
    assert "no-store" in page.headers["Cache-Control"]
    assert Client().get(found[found.index("/kalender/") :]).status_code == 200
    later = browser.get(PAGE).text
    assert "caruban.ics" not in later
    assert "Perbarui alamat" in later
    assert "dicabut" in browser.post(f"{PAGE}cabut/", follow=True).text
    assert Client().get(found[found.index("/kalender/") :]).status_code == 404


def test_a_guest_has_no_address(db):
    for end in ("buat/", "cabut/"):
        assert "/masuk/" in Client().post(f"{PAGE}{end}").headers["Location"]
    assert not Feed.objects.exists()


def test_the_secret_stands_in_no_log(scene, task, secret, rf):
    from django.urls import resolve

    from caruban.kernel.operations.middleware import told_path

    assert secret not in told_path(address(secret), resolve(address(secret)))
