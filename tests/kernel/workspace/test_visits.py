"""Where people were lately: written once a minute at most, cut at forty, shown while visible."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from caruban.evaluation.permissions import EvaluationPermission
from caruban.kernel.actors import Guest
from caruban.kernel.workspace import actions
from caruban.kernel.workspace.interface import keepable, remember
from caruban.kernel.workspace.jobs import forget_old_visits
from caruban.kernel.workspace.models import Visit
from caruban.kernel.workspace.places import Place
from caruban.kernel.workspace.queries import recent
from tests.evaluation.factories import an_assessment
from tests.factories import a_user, an_institution

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HERE = Place("/r/1/", "Satu")


def request_of(actor, path="/r/1/"):
    request = RequestFactory().get(f"{path}?tab=riwayat")
    request.actor = actor
    return request


def test_a_visit_within_a_minute_writes_nothing_a_later_one_moves_it_up():
    user = a_user()
    actions.visit(HERE, by=user, at=NOW)
    actions.visit(HERE, by=user, at=NOW + timedelta(seconds=59))
    assert Visit.objects.get().seen_at == NOW

    actions.visit(HERE, by=user, at=NOW + timedelta(seconds=60))

    assert Visit.objects.get().seen_at == NOW + timedelta(seconds=60)


def test_a_change_and_a_new_title_are_written_at_once():
    user = a_user()
    actions.visit(HERE, by=user, at=NOW)

    actions.visit(Place("/r/1/", "Satu baru"), by=user, at=NOW + timedelta(seconds=1))
    actions.visit(Place("/r/1/", "Satu baru"), by=user, at=NOW + timedelta(seconds=2), changed=True)
    actions.visit(Place("/r/1/", "Satu baru"), by=user, at=NOW + timedelta(minutes=3))

    visit = Visit.objects.get()
    assert visit.title == "Satu baru"
    assert visit.changed_at == NOW + timedelta(seconds=2)
    assert visit.seen_at == NOW + timedelta(minutes=3)


def test_only_the_latest_forty_are_kept_of_each_person():
    user, other = a_user(), a_user()
    actions.visit(HERE, by=other, at=NOW - timedelta(days=1))
    for number in range(45):
        when = NOW + timedelta(minutes=number)
        actions.visit(Place(f"/r/{number}/", "x"), by=user, at=when)

    urls = list(Visit.objects.filter(user=user).values_list("url", flat=True))
    assert urls == [f"/r/{number}/" for number in range(44, 4, -1)]
    assert Visit.objects.filter(user=other).count() == 1


def test_recent_places_are_the_readers_own_and_those_that_they_may_still_see():
    assessment = an_assessment()
    reader, outsider = a_user("secretary", assessment.institution), a_user()
    seen = Place.of("/e/", "E", subject=assessment, permission=EvaluationPermission.READ)
    for one in (reader, outsider):
        actions.visit(seen, by=one, at=NOW)
    actions.visit(HERE, by=outsider, at=NOW)

    assert [one.url for one in recent(reader)] == ["/e/"]
    assert [one.url for one in recent(outsider)] == ["/r/1/"]
    assert recent(Guest()) == []


def test_a_page_is_remembered_by_its_path_and_a_list_is_not_remembered():
    user = a_user("secretary", an_institution())

    remember(request_of(user), "Satu", note="Risiko")
    keepable(request_of(user, "/daftar/"), "Daftar")

    assert [(one.url, one.note) for one in recent(user)] == [("/r/1/", "Risiko")]


def test_a_guest_leaves_no_trace_and_gets_no_error():
    remember(request_of(Guest()), "Satu")

    assert not Visit.objects.exists()


def test_each_night_visits_older_than_ninety_days_are_forgotten():
    user = a_user()
    actions.visit(HERE, by=user, at=NOW - timedelta(days=91))
    actions.visit(Place("/r/2/", "Dua"), by=user, at=NOW - timedelta(days=89))

    forget_old_visits(timestamp=int(NOW.timestamp()))
    forget_old_visits(timestamp=int(NOW.timestamp()))

    assert [one.url for one in Visit.objects.all()] == ["/r/2/"]


def test_opening_an_indicator_puts_it_among_the_readers_recent_records(client_of):
    assessment = an_assessment()
    reader = a_user("secretary", assessment.institution)
    browser = client_of(reader)
    place = f"/evaluasi/{assessment.institution.region_code}/{assessment.year}/indikator/1/"

    assert browser.get(place).status_code == 200

    assert [one.url for one in recent(reader)] == [place]
    assert place in browser.get("/kerja/").content.decode()
