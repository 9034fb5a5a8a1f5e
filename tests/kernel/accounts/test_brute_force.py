"""Guessing passwords is slowed: per account and per address, for all processes together."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings

from caruban.kernel.accounts.models import SignIn
from tests.factories import a_user, an_institution

PASSWORD = "kuda nil makan rambutan"
NEW = "gajah minum kopi pahit"
HELD = "Terlalu banyak percobaan masuk"


@pytest.fixture(autouse=True)
def _nobody_tried_before(db):
    cache.clear()


@pytest.fixture
def person(db):
    return a_user("secretary", an_institution(), password=PASSWORD)


def attempt(email, password="bukan ini", **meta):
    """Try a password as a browser of its own; give whether the door was held."""
    page = Client().post("/masuk/", {"login": email, "password": password}, **meta)
    return page.status_code == 429 or HELD in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_more_tries_at_an_account_than_one_by_one(person):
    def try_once(number):
        try:
            return attempt(person.email, REMOTE_ADDR=f"10.1.{number}.1")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as people:
        held = list(people.map(try_once, range(16)))

    assert held.count(False) <= 5
    assert SignIn.objects.filter(why="wrong").count() <= 5


def test_an_account_is_held_from_every_address(person):
    for number in range(5):
        attempt(person.email, REMOTE_ADDR=f"10.1.{number}.1")

    assert attempt(person.email.upper(), PASSWORD, REMOTE_ADDR="10.2.0.1")


def test_an_address_is_held_for_every_account():
    for number in range(10):
        attempt(f"orang-{number}@contoh.test", REMOTE_ADDR="10.1.1.1")

    assert attempt("orang-11@contoh.test", REMOTE_ADDR="10.1.1.1")
    assert not attempt("orang-11@contoh.test", REMOTE_ADDR="10.1.1.2")


@override_settings(BEHIND_PROXY=False)
def test_a_header_that_names_another_address_does_not_help(person):
    for number in range(10):
        attempt(
            f"orang-{number}@contoh.test",
            REMOTE_ADDR="10.1.1.1",
            headers={"x-forwarded-for": f"198.51.100.{number}"},
        )

    assert attempt(
        "orang-11@contoh.test",
        REMOTE_ADDR="10.1.1.1",
        headers={"x-forwarded-for": "198.51.100.99"},
    )
    assert set(SignIn.objects.values_list("address", flat=True)) == {"10.1.1.1"}


@override_settings(BEHIND_PROXY=True)
def test_behind_a_proxy_only_what_the_proxy_added_counts(person):
    for number in range(10):
        attempt(
            f"orang-{number}@contoh.test",
            REMOTE_ADDR="127.0.0.1",
            headers={"x-forwarded-for": f"198.51.100.{number}, 203.0.113.9"},
        )

    assert attempt(
        "orang-11@contoh.test",
        REMOTE_ADDR="127.0.0.1",
        headers={"x-forwarded-for": "198.51.100.99, 203.0.113.9"},
    )
    assert not attempt(
        "orang-11@contoh.test",
        REMOTE_ADDR="127.0.0.1",
        headers={"x-forwarded-for": "203.0.113.10"},
    )


@override_settings(CAN_MAIL=True)
def test_who_is_held_still_finds_back_in_by_mail(person):
    for _time in range(6):
        attempt(person.email, REMOTE_ADDR="10.1.1.1")
    guest = Client(REMOTE_ADDR="10.3.3.3")
    guest.post("/lupa-sandi/", {"email": person.email})
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))
    form = guest.get(link.removeprefix("http://testserver"), follow=True)
    guest.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})

    answer = guest.post("/masuk/", {"login": person.email, "password": NEW})

    assert answer["Location"] == "/kerja/"
