"""Signing in and out, passwords, and one's own account."""

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.core.cache import cache
from django.test import override_settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from caruban.kernel.accounts.actions import grant
from tests.factories import a_user, an_institution, system

pytestmark = pytest.mark.django_db

PASSWORD = "kuda nil makan rambutan"


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()


@pytest.fixture
def person():
    return a_user("secretary", an_institution(), password=PASSWORD, name="Sekretaris Satu")


def sign_in(client, person, password=PASSWORD, **more):
    return client.post("/masuk/", {"login": person.email, "password": password, **more})


def test_the_right_password_opens_the_workspace(client, person):
    assert sign_in(client, person)["Location"] == "/kerja/"
    assert client.session[SESSION_KEY] == str(person.pk)


def test_a_wrong_password_and_an_unknown_address_are_told_alike(client, person):
    wrong = sign_in(client, person, "bukan ini")
    unknown = client.post("/masuk/", {"login": "tak-ada@contoh.test", "password": "bukan ini"})

    for answer in (wrong, unknown):
        assert "Alamat surel atau kata sandi tidak cocok." in answer.content.decode()
    assert SESSION_KEY not in client.session


def test_what_was_typed_is_kept_but_the_password(client, person):
    page = sign_in(client, person, "bukan ini").content.decode()

    assert f'value="{person.email}"' in page
    assert "bukan ini" not in page


def test_the_reader_comes_back_to_where_they_were(client, person):
    assert sign_in(client, person, next="/akun/")["Location"] == "/akun/"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:x"])
def test_signing_in_leads_nowhere_else(client, person, elsewhere):
    assert sign_in(client, person, next=elsewhere)["Location"] == "/kerja/"


def test_an_account_that_was_closed_does_not_open(client, person):
    person.is_active = False
    person.save()

    sign_in(client, person)

    assert SESSION_KEY not in client.session


def test_after_five_wrong_passwords_the_right_one_must_wait(client, person):
    for _attempt in range(5):
        sign_in(client, person, "bukan ini")

    page = sign_in(client, person).content.decode()

    assert "Terlalu banyak percobaan masuk" in page
    assert SESSION_KEY not in client.session


def test_too_many_tries_from_one_address_get_a_page_that_helps(client, person):
    with override_settings(ACCOUNT_RATE_LIMITS={"login": "2/m/ip"}):
        for _attempt in range(3):
            answer = sign_in(client, person, "bukan ini")

    assert answer.status_code == 429
    assert "Terlalu banyak percobaan" in answer.content.decode()
    assert answer["Retry-After"] == "300"


def test_leaving_takes_a_button_and_ends_the_session(client_of, person):
    browser = client_of(person)

    assert SESSION_KEY in browser.session
    browser.get("/keluar/")
    assert SESSION_KEY in browser.session
    assert browser.post("/keluar/")["Location"] == "/"
    assert SESSION_KEY not in browser.session


def test_nobody_can_make_an_account_for_themselves(client):
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    assert "signup" not in client.get("/masuk/").content.decode()


@pytest.mark.parametrize("path", ["/akun/", "/akun/sandi/", "/akun/sandi/baru/"])
def test_an_account_is_shown_only_to_its_owner(client, path):
    assert client.get(path)["Location"] == f"/masuk/?next={path}"


def test_the_account_shows_its_roles_and_their_periods(client_of, person):
    today = timezone.localdate()
    place = an_institution(name="Pemerintah Kabupaten Lain")
    grant(
        place,
        by=system(),
        user=person,
        role="auditor",
        valid_from=today - timedelta(days=30),
        valid_to=today - timedelta(days=1),
    )

    page = client_of(person).get("/akun/").content.decode()

    assert "Peran sekarang" in page
    assert "Peran yang sudah berakhir" in page
    assert "Pemerintah Kabupaten Lain" in page
    assert "Peran yang akan datang" not in page


def test_the_account_shows_no_roles_of_others(client_of, person):
    a_user("auditor", an_institution(name="Rahasia Orang"))

    assert "Rahasia Orang" not in client_of(person).get("/akun/").content.decode()


def test_a_password_is_changed_by_who_knows_the_old_one(client_of, person):
    new = "gajah minum kopi pahit"
    words = {"oldpassword": PASSWORD, "password1": new, "password2": new}

    page = client_of(person).post("/akun/sandi/", words, follow=True)

    person.refresh_from_db()
    assert person.check_password(new)
    assert "Kata sandi Anda sudah diganti." in page.content.decode()


@pytest.mark.parametrize(
    ("old", "new"), [("bukan ini", "gajah minum kopi pahit"), (PASSWORD, "pendek"), ("", "")]
)
def test_a_password_that_is_weak_or_not_ones_own_is_refused(client_of, person, old, new):
    words = {"oldpassword": old, "password1": new, "password2": new}

    page = client_of(person).post("/akun/sandi/", words).content.decode()

    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert 'class="error-summary"' in page


@override_settings(CAN_MAIL=True)
def test_a_forgotten_password_is_made_anew_by_a_mailed_link(client, person):
    client.post("/lupa-sandi/", {"email": person.email})
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))

    form = client.get(link.removeprefix("http://testserver"), follow=True)
    new = "gajah minum kopi pahit"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})

    person.refresh_from_db()
    assert person.check_password(new)
    assert mail.outbox[0].subject == "Kata sandi baru untuk Caruban"
    assert "&" not in mail.outbox[0].body
    assert "Tautan ini tidak berlaku lagi" in client.get(link).content.decode()


@override_settings(CAN_MAIL=True)
def test_an_unknown_address_gets_no_mail_and_the_same_answer(client, person):
    known = client.post("/lupa-sandi/", {"email": person.email})
    unknown = client.post("/lupa-sandi/", {"email": "tak-ada@contoh.test"})

    assert known["Location"] == unknown["Location"] == "/lupa-sandi/terkirim/"
    assert [message.to for message in mail.outbox] == [[person.email]]
    assert client.get("/lupa-sandi/terkirim/").status_code == 200


def test_without_a_mail_server_nothing_is_promised(client, person):
    page = client.post("/lupa-sandi/", {"email": person.email}).content.decode()

    assert "belum dapat mengirim surel" in page
    assert mail.outbox == []


def test_the_page_for_a_new_password_tells_the_browser_whose_it_is(client, person):
    client.force_login(person)

    page = client.get("/akun/sandi/").content.decode()

    assert f'autocomplete="username" value="{person.email}"' in page


def test_who_is_asked_to_sign_in_on_the_way_reads_why(client, person):
    said = "Masuk dahulu; setelah itu halaman yang Anda tuju terbuka."

    assert said in client.get("/masuk/?next=/akun/").content.decode()
    assert said not in client.get("/masuk/").content.decode()
