"""Passkeys in a real Chromium, by an authenticator that the browser plays itself."""

import pytest
from allauth.mfa.models import Authenticator

from caruban.kernel.accounts.models import SignIn
from tests.factories import a_user, an_institution

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "kuda nil makan rambutan"
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def person():
    return a_user("secretary", an_institution(), password=PASSWORD)


@pytest.fixture
def page(tabs):
    """Give a tab of a browser on a device that has a passkey's hardware."""
    page = tabs.tab()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def at(tabs, path):
    """Give an address by name: a bare number is no place that a passkey belongs to."""
    return tabs.url.replace("127.0.0.1", "localhost") + path


def by_password(page, tabs, person):
    page.goto(at(tabs, "/masuk/"))
    page.get_by_label("Alamat surel").fill(person.email)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Masuk", exact=True).click()


def add_passkey(page, tabs):
    page.goto(at(tabs, "/akun/keamanan/kunci/baru/"))
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)  # asked for again, before
    pressed(page, "Lanjut")
    page.get_by_label("Nama kunci").fill("Ponsel")
    page.get_by_label("Masuk tanpa kata sandi").check()
    pressed(page, "Lanjut")


def pressed(page, name):
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name).click()


def leave(page, tabs):
    page.context.clear_cookies()
    page.goto(at(tabs, "/masuk/"))


def test_a_passkey_is_added_asked_for_and_opens_the_door_alone(page, tabs, person):
    by_password(page, tabs, person)
    add_passkey(page, tabs)

    assert page.get_by_role("heading", level=1).inner_text() == "Kode cadangan"
    assert Authenticator.objects.get(user=person, type="webauthn").wrap().name == "Ponsel"

    leave(page, tabs)
    by_password(page, tabs, person)
    assert page.url.endswith("/masuk/verifikasi/")
    pressed(page, "Pakai kunci sandi")
    assert page.url.endswith("/kerja/")

    leave(page, tabs)
    pressed(page, "Masuk dengan kunci sandi")
    assert page.url.endswith("/kerja/")
    came = SignIn.objects.filter(user=person, kind="in").order_by("pk")
    assert list(came.values_list("how", flat=True)) == ["password", "webauthn", "webauthn"]


def test_a_passkey_that_was_removed_opens_nothing(page, tabs, person):
    by_password(page, tabs, person)
    add_passkey(page, tabs)
    Authenticator.objects.filter(user=person).delete()

    leave(page, tabs)
    pressed(page, "Masuk dengan kunci sandi")

    assert page.url.endswith("/masuk/")
    assert not SignIn.objects.filter(how="webauthn", kind="in").exists()
