"""One sees where one is signed in, and signs out there; a new password signs out everywhere."""

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings

from caruban.kernel.accounts import sessions
from caruban.kernel.accounts.models import SignIn
from tests.factories import a_user, an_institution

pytestmark = pytest.mark.django_db

PASSWORD = "kuda nil makan rambutan"
NEW = "gajah minum kopi pahit"


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()


@pytest.fixture
def person():
    return a_user("secretary", an_institution(), password=PASSWORD)


def a_device(person, name="Firefox", address="10.0.0.1"):
    """Give a client in which somebody signed in by password."""
    client = Client(
        headers={"user-agent": f"Mozilla/5.0 (X11; Linux x86_64) {name}/140.0"}, REMOTE_ADDR=address
    )
    client.post("/masuk/", {"login": person.email, "password": PASSWORD})
    return client


def is_in(client):
    return client.get("/akun/").status_code == 200


def other_of(client):
    key = client.session.session_key
    return UserSession.objects.exclude(session_key=key).get()


def test_each_device_is_shown_with_its_address_and_this_one_marked(person):
    here = a_device(person)
    a_device(person, "Chrome", "10.0.0.2")

    page = here.get("/akun/sesi/").content.decode()

    assert page.index("Firefox di Linux") < page.index("perangkat ini") < page.index("10.0.0.2")
    assert page.count("perangkat ini") == 1


def test_one_other_session_is_ended_at_once(person):
    here, there = a_device(person), a_device(person, "Chrome")

    here.post(f"/akun/sesi/{other_of(here).pk}/akhiri/")

    assert is_in(here)
    assert not is_in(there)
    assert SignIn.objects.filter(user=person, kind="ended").count() == 1


def test_all_other_sessions_are_ended_at_once(person):
    here, *others = [a_device(person, name) for name in ("Firefox", "Chrome", "Edg")]

    page = here.post("/akun/sesi/akhiri-lain/", follow=True).content.decode()

    assert "2 sesi diakhiri." in page
    assert is_in(here)
    assert not any(map(is_in, others))


def test_nobody_ends_somebody_elses_session_or_sees_it(person):
    stranger = a_device(a_user("leader", an_institution(), password=PASSWORD), address="10.7.7.7")
    here = a_device(person)

    assert here.post(f"/akun/sesi/{other_of(here).pk}/akhiri/").status_code == 404
    assert "10.7.7.7" not in here.get("/akun/sesi/").content.decode()
    here.post("/akun/sesi/akhiri-lain/")
    assert is_in(stranger)


def test_ending_takes_a_button(person):
    here = a_device(person)
    a_device(person)

    assert here.get(f"/akun/sesi/{other_of(here).pk}/akhiri/").status_code == 405
    assert here.get("/akun/sesi/akhiri-lain/").status_code == 405


def test_a_new_password_signs_out_everywhere_but_here(person):
    here, there = a_device(person), a_device(person)

    here.post("/akun/sandi/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert is_in(here)
    assert not is_in(there)
    assert [one.session_key for one in UserSession.objects.all()] == [here.session.session_key]


@override_settings(CAN_MAIL=True)
def test_a_password_made_anew_by_mail_signs_out_everywhere(person):
    there, guest = a_device(person), Client()
    guest.post("/lupa-sandi/", {"email": person.email})
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))
    form = guest.get(link.removeprefix("http://testserver"), follow=True)

    guest.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})

    person.refresh_from_db()
    assert person.check_password(NEW)
    assert not is_in(there)
    assert not UserSession.objects.exists()
    assert SignIn.objects.filter(user=person, kind="password", how="link").exists()


def test_a_session_is_written_down_at_most_once_in_a_while(client_of, person):
    browser = client_of(person)
    browser.get("/akun/")
    UserSession.objects.update(last_seen_at="2020-01-01T00:00:00Z")

    browser.get("/akun/")
    assert UserSession.objects.get().last_seen_at.year == 2020
    sessions._noted.clear()
    browser.get("/akun/")

    assert UserSession.objects.get().last_seen_at.year > 2020


def test_guests_have_no_session(client):
    client.get("/")

    assert not UserSession.objects.exists()
