"""Signing in by an outside provider, tried against one that answers by HTTP and signs."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from caruban.kernel.accounts import jobs
from caruban.kernel.accounts.actions import change_user, deactivate
from caruban.kernel.accounts.models import SignIn, User
from tests.factories import a_user, an_institution, system
from tests.kernel.accounts.oidc import CLIENT, SECRET, Provider, new_key

pytestmark = pytest.mark.django_db

CALLBACK = "/masuk/luar/oidc/"


@pytest.fixture
def provider(settings):
    cache.clear()
    with Provider() as one:
        app = {
            "provider_id": "oidc", "name": "SSO Kabupaten", "client_id": CLIENT, "secret": SECRET,
            "settings": {"server_url": one.issuer},
        }  # fmt: skip
        settings.OIDC_ISSUER, settings.OIDC_NAME = one.issuer, "SSO Kabupaten"
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
        }
        yield one


@pytest.fixture
def person():
    user = a_user("secretary", an_institution(), name="Sri")
    User.objects.filter(pk=user.pk).update(email="Sri@Contoh.test")
    return User.objects.get(pk=user.pk)


def sent_back(browser, next_page=""):
    """Go to the provider as a browser does; give the address to which it sends back."""
    asked = browser.get("/masuk/luar/", {"next": next_page} if next_page else {})
    assert asked.status_code == 302, asked.content
    answer = requests.get(asked["Location"], allow_redirects=False, timeout=5)
    parts = urlsplit(answer.headers["Location"])
    assert parts.path == CALLBACK
    return f"{parts.path}?{parts.query}"


def through(browser=None, next_page=""):
    browser = browser or Client()
    browser.answer = browser.get(sent_back(browser, next_page))
    return browser


def is_in(browser, person=None):
    who = browser.session.get(SESSION_KEY)
    return who is not None and (person is None or int(who) == person.pk)


def test_the_owner_of_a_verified_address_is_in(provider, person):
    browser = through()

    assert is_in(browser, person)
    assert browser.answer["Location"] == "/kerja/"
    assert SocialAccount.objects.get(user=person).uid == "42"
    assert SignIn.objects.get(user=person, kind="in").how == "oidc"
    told = ProcrastinateJob.objects.get(task_name=jobs.tell.name).args
    assert (told["what"], told["who"]) == ("linked", "SSO Kabupaten")


def test_the_page_that_was_wanted_opens_and_no_other_house(provider, person):
    assert through(next_page="/akun/").answer["Location"] == "/akun/"
    assert through(next_page="https://jahat.test/").answer["Location"] == "/kerja/"


def test_once_linked_the_account_there_counts_and_not_its_address(provider, person):
    through()
    provider.person |= {"email": "nama-baru@contoh.test"}

    assert is_in(through(), person)
    assert SocialAccount.objects.count() == 1


@pytest.mark.parametrize("verified", [False, "true", None, 1])
def test_an_address_that_is_not_verified_there_opens_nothing(provider, person, verified):
    provider.person |= {"email_verified": verified}

    assert not is_in(through())
    assert not SocialAccount.objects.exists()


def test_who_is_unknown_here_gets_no_account(provider):
    browser = through()

    assert browser.answer["Location"] == "/masuk/"
    assert "Tidak ada akun Caruban yang terbuka" in browser.get("/masuk/").content.decode()
    assert not User.objects.filter(email__iexact="sri@contoh.test").exists()
    assert SignIn.objects.get(kind="refused").typed == "sri@contoh.test"


def test_a_setting_lets_the_unknown_make_an_account_without_roles(provider, settings):
    settings.OIDC_NEW_ACCOUNTS = True
    provider.person |= {"name": "Sri Wahyuni"}

    browser = through()

    user = User.objects.get(email="sri@contoh.test")
    assert is_in(browser, user)
    assert (user.name, user.roles) == ("Sri Wahyuni", frozenset())
    assert not user.has_usable_password()


def test_a_closed_account_stays_closed(provider, person):
    through()
    deactivate(person, by=system(), why="pindah")

    assert not is_in(through())
    SocialAccount.objects.all().delete()
    assert not is_in(through())
    assert not SocialAccount.objects.exists()


def test_the_account_of_the_system_is_opened_by_nobody(provider, settings):
    settings.OIDC_NEW_ACCOUNTS = True
    provider.person |= {"email": system().email}

    assert not is_in(through())


def test_who_gets_another_address_is_not_opened_by_the_former_link(provider, person):
    through()

    change_user(person, by=system(), email="lain@contoh.test")

    assert not is_in(through())


def test_the_second_step_is_asked_for_all_the_same(provider, person):
    TOTP.activate(person, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")

    browser = through()

    assert not is_in(browser)
    assert browser.answer["Location"].startswith("/masuk/verifikasi/")


def _of_another_key(provider):
    provider.signs = new_key()


def _unsigned(provider):
    provider.signs, provider.algorithm = None, "none"


def _by_the_secret(provider):
    provider.signs, provider.algorithm = SECRET * 3, "HS256"


def _for_another_house(provider):
    provider.claims = {"aud": "aplikasi-lain"}


def _of_another_issuer(provider):
    provider.claims = {"iss": "https://jahat.test"}


def _expired(provider):
    provider.claims = {"exp": int(time.time()) - 3600}


def _of_two_people(provider):
    provider.userinfo = {"sub": "43"}


def _by_another_name(provider):
    provider.said_issuer = "https://jahat.test"


@pytest.mark.parametrize(
    "wrong",
    [
        _of_another_key, _unsigned, _by_the_secret, _for_another_house, _of_another_issuer,
        _expired, _of_two_people,
    ],
)  # fmt: skip
def test_an_id_token_that_does_not_hold_opens_nothing(provider, person, wrong):
    wrong(provider)

    browser = through()

    assert browser.answer["Location"] == "/masuk/"
    assert "tidak berhasil" in browser.get("/masuk/").content.decode()
    assert not is_in(browser)


def test_a_provider_that_names_another_issuer_opens_nothing(provider, person):
    _by_another_name(provider)
    browser = Client()

    answer = browser.get("/masuk/luar/")

    assert answer["Location"] == "/masuk/"


def test_an_answer_that_this_browser_did_not_ask_for_opens_nothing(provider, person):
    address = sent_back(Client())

    thief = Client()
    thief.get(address)

    assert not is_in(thief)


def test_an_answer_is_good_once(provider, person):
    browser = Client()
    address = sent_back(browser)
    browser.get(address)
    browser.post("/keluar/")

    browser.get(address)

    assert not is_in(browser)


@pytest.mark.parametrize("said", ["error=access_denied", "error=x", "code=x", "state=x", ""])
def test_what_is_no_answer_opens_nothing(provider, said):
    answer = Client().get(f"{CALLBACK}?{said}")

    assert answer.status_code < 500
    assert answer["Location"].startswith("/masuk/")


def test_a_provider_that_is_away_is_told(provider, person):
    provider.server.shutdown()
    provider.server.server_close()
    browser = Client()

    answer = browser.get("/masuk/luar/", follow=True)

    assert "SSO Kabupaten tidak menjawab" in answer.content.decode()


def test_the_page_for_signing_in_offers_it_only_where_it_is(provider, settings):
    assert "Masuk dengan SSO Kabupaten" in Client().get("/masuk/").content.decode()

    settings.OIDC_ISSUER = ""

    assert "/masuk/luar/" not in Client().get("/masuk/").content.decode()
    assert Client().get("/masuk/luar/").status_code == 404
    assert Client().get(CALLBACK).status_code == 404


def test_the_code_is_bound_to_this_browser_by_pkce(provider):
    asked = parse_qs(urlsplit(Client().get("/masuk/luar/")["Location"]).query)

    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"http://testserver{CALLBACK}"]
