"""The second step of signing in: codes of an app and recovery codes, each good for once."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client, override_settings
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from caruban.kernel.accounts.actions import grant, reset_guards
from caruban.kernel.accounts.guards import GuardAdapter, has_guard
from caruban.kernel.accounts.models import SignIn
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import happenings_of, tell
from tests.factories import a_user, an_institution, system

pytestmark = pytest.mark.django_db

PASSWORD = "kuda nil makan rambutan"
GARBAGE = ["", "x", "{}", "[]", "7", "null", '{"response": {"userHandle": 1}}']
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()


@pytest.fixture
def person():
    return a_user("secretary", an_institution(), password=PASSWORD)


@pytest.fixture
def guarded(person):
    totp.TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    return person


def code_of(secret=SECRET, *, at=None):
    step = int(time.time() if at is None else at) // 30
    return totp.format_hotp_value(totp.hotp_value(secret, step))


def by_password(person):
    """Give a client in which somebody took the first step."""
    client = Client()
    client.post("/masuk/", {"login": person.email, "password": PASSWORD})
    return client


def proved(person, browser=None):
    """Give a client in which somebody is signed in, and has just given the password again."""
    browser = browser or by_password(person)
    browser.post("/akun/pastikan/", {"password": PASSWORD})
    return browser


def is_in(client):
    return SESSION_KEY in client.session


def test_an_app_is_set_up_and_recovery_codes_shown_once(person, django_capture_on_commit_callbacks):
    browser = proved(person)
    page = browser.get("/akun/keamanan/aplikasi/").content.decode()
    secret = browser.session["mfa.totp.secret"]
    assert secret in page
    assert "<svg" in page

    with django_capture_on_commit_callbacks(execute=True):
        shown = browser.post("/akun/keamanan/aplikasi/", {"code": code_of(secret)}, follow=True)

    codes = RecoveryCodes(Authenticator.objects.get(user=person, type="recovery_codes"))
    assert len(codes.get_unused_codes()) == 10
    assert all(code in shown.content.decode() for code in codes.get_unused_codes())
    again = browser.get("/akun/keamanan/cadangan/").content.decode()
    assert not any(code in again for code in codes.get_unused_codes())
    assert has_guard(person)
    assert set(SignIn.objects.filter(kind="added").values_list("how", flat=True)) >= {"totp"}


def test_a_wrong_code_sets_nothing_up(person):
    browser = proved(person)
    browser.get("/akun/keamanan/aplikasi/")

    page = browser.post("/akun/keamanan/aplikasi/", {"code": "000000"}).content.decode()

    assert "Kode tidak cocok" in page
    assert not has_guard(person)


def test_the_password_alone_opens_nothing(guarded):
    browser = by_password(guarded)

    assert not is_in(browser)
    assert browser.get("/akun/")["Location"].startswith("/masuk/")


def test_a_code_opens_the_door(guarded):
    browser = by_password(guarded)

    answer = browser.post("/masuk/verifikasi/", {"code": code_of()})

    assert answer["Location"] == "/kerja/"
    assert is_in(browser)
    assert SignIn.objects.get(kind="in").how == "totp"


def test_a_code_that_was_used_opens_no_second_door(guarded):
    code = code_of()
    by_password(guarded).post("/masuk/verifikasi/", {"code": code})
    thief = by_password(guarded)

    page = thief.post("/masuk/verifikasi/", {"code": code}).content.decode()

    assert "Kode tidak cocok" in page
    assert not is_in(thief)


def test_a_code_of_another_time_is_refused_and_written_down(guarded):
    browser = by_password(guarded)

    browser.post("/masuk/verifikasi/", {"code": code_of(at=time.time() - 300)})

    assert not is_in(browser)
    assert SignIn.objects.get(why="code").user == guarded


def test_codes_cannot_be_guessed_for_long(guarded):
    browser = by_password(guarded)
    for _attempt in range(5):
        browser.post("/masuk/verifikasi/", {"code": "000000"})

    page = browser.post("/masuk/verifikasi/", {"code": code_of()}).content.decode()

    assert "Terlalu banyak percobaan" in page
    assert not is_in(browser)


def test_a_recovery_code_opens_the_door_once(guarded):
    code = RecoveryCodes(
        Authenticator.objects.get(user=guarded, type="recovery_codes")
    ).get_unused_codes()[0]
    first, second = by_password(guarded), by_password(guarded)

    first.post("/masuk/verifikasi/", {"code": code})
    second.post("/masuk/verifikasi/", {"code": code})

    assert is_in(first)
    assert not is_in(second)


def test_new_recovery_codes_replace_the_old(guarded):
    old = RecoveryCodes(Authenticator.objects.get(user=guarded, type="recovery_codes"))
    code = old.get_unused_codes()[0]
    browser = by_password(guarded)
    browser.post("/masuk/verifikasi/", {"code": code_of()})

    proved(guarded, browser).post("/akun/keamanan/cadangan/baru/")
    thief = by_password(guarded)
    thief.post("/masuk/verifikasi/", {"code": code})

    assert not is_in(thief)


def test_a_guard_is_changed_only_by_who_proved_lately_that_it_is_them(client_of, guarded):
    browser = client_of(guarded)  # signed in, but when and how is not known

    for path in ("aplikasi/hapus/", "cadangan/baru/", "kunci/baru/"):
        asked = browser.post(f"/akun/keamanan/{path}")
        assert asked["Location"].startswith("/akun/pastikan/")

    assert has_guard(guarded)


def test_the_app_is_removed_by_its_owner(guarded):
    browser = by_password(guarded)
    browser.post("/masuk/verifikasi/", {"code": code_of()})

    gone = proved(guarded, browser).post("/akun/keamanan/aplikasi/hapus/", follow=True)
    page = gone.content.decode()

    assert "Aplikasi kode sudah dihapus." in page
    assert not has_guard(guarded)


@pytest.mark.parametrize(
    "path", ["", "aplikasi/", "cadangan/", "cadangan/baru/", "kunci/baru/", "aplikasi/hapus/"]
)
def test_the_pages_of_the_second_step_are_in_our_words(guarded, path):
    browser = by_password(guarded)
    browser.post("/masuk/verifikasi/", {"code": code_of()})

    page = proved(guarded, browser).get(f"/akun/keamanan/{path}", follow=True).content.decode()

    assert '<html lang="id"' in page
    assert not re.search(r">[^<]*(authenticator|recovery|security key|passwordless)", page.lower())


@pytest.mark.parametrize("sent", GARBAGE)
@pytest.mark.parametrize("path", ["/masuk/kunci/", "/masuk/verifikasi/"])
def test_an_answer_of_no_passkey_opens_nothing(guarded, path, sent):
    browser = by_password(guarded)
    browser.get("/masuk/kunci/", headers={"Accept": "application/json"})

    answer = browser.post(path, {"credential": sent}, follow=True)

    assert answer.status_code == 200
    assert not is_in(browser)


@pytest.mark.parametrize("sent", GARBAGE)
def test_an_answer_of_no_passkey_adds_nothing(person, sent):
    browser = proved(person)
    browser.get("/akun/keamanan/kunci/baru/")

    answer = browser.post("/akun/keamanan/kunci/baru/", {"name": "Ponsel", "credential": sent})

    assert answer.status_code == 200
    assert not has_guard(person)


def test_secrets_are_sealed_in_the_database(guarded):
    data = str(Authenticator.objects.get(user=guarded, type="totp").data)

    assert SECRET not in data


def test_a_sealed_secret_outlives_a_change_of_the_secret_key(guarded, settings):
    sealed = GuardAdapter().encrypt(SECRET)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-" * 5

    assert GuardAdapter().decrypt(sealed) != SECRET
    settings.SECRET_KEY_FALLBACKS = [old]
    assert GuardAdapter().decrypt(sealed) == SECRET


@override_settings(MFA_ROLES=["operator"])
def test_who_must_have_a_second_step_is_led_to_it_before_anything_else(client_of):
    operator = client_of(a_user("operator", an_institution(), password=PASSWORD))

    for path in ("/kerja/", "/akun/", "/operasi/", "/data/pengguna/", "/"):
        assert operator.get(path)["Location"] == "/akun/keamanan/", path
    refused = operator.get("/api/v1/evaluation/instruments")

    assert refused.status_code == 403
    assert refused["Content-Type"] == "application/problem+json"
    assert operator.get("/akun/keamanan/").status_code == 200
    assert operator.post("/keluar/")["Location"] == "/"


@override_settings(MFA_ROLES=["operator"])
def test_who_has_it_or_need_not_have_it_works_on(client_of, guarded):
    operator = a_user("operator", an_institution())
    totp.TOTP.activate(operator, SECRET)

    assert client_of(operator).get("/kerja/").status_code == 200
    assert client_of(guarded).get("/kerja/").status_code == 200
    assert client_of(a_user("leader", an_institution())).get("/kerja/").status_code == 200


@override_settings(MFA_ROLES=["operator"])
def test_recovery_codes_alone_are_no_second_step(client_of):
    operator = a_user("operator", an_institution())
    RecoveryCodes.activate(operator)

    assert client_of(operator).get("/kerja/")["Location"] == "/akun/keamanan/"


@override_settings(MFA_ROLES=["pengelola"])
def test_a_role_that_does_not_exist_is_refused_at_the_start():
    from caruban.kernel.accounts.checks import roles_with_a_second_step_exist

    assert "pengelola" in roles_with_a_second_step_exist()[0].msg


@pytest.fixture
def operator(guarded):
    return a_user("operator", guarded.memberships.get().organisation, name="Pengelola")


def test_an_operator_removes_a_second_step_that_was_lost(guarded, operator, client_of, settings):
    settings.CAN_MAIL = True
    desk = client_of(guarded)
    desk.get("/kerja/")

    reset_guards(guarded, by=operator, why="Ponsel hilang")

    assert not Authenticator.objects.filter(user=guarded).exists()
    assert desk.get("/kerja/")["Location"].startswith("/masuk/"), "whoever has it is out"
    assert is_in(by_password(guarded))
    assert tell(happenings_of(guarded).get(name="user.guards_reset")) == (
        f"Pengelola menghapus verifikasi dua langkah {guarded}: Ponsel hilang."
    )
    assert SignIn.objects.filter(user=guarded, kind="removed").exists()
    (mailed,) = [one for one in _mailed() if one.to == [guarded.email]]
    assert "Pengelola menghapus semua aplikasi kode" in mailed.body


def _mailed():
    from caruban.kernel.accounts import jobs

    for one in ProcrastinateJob.objects.filter(task_name=jobs.tell.name):
        jobs.tell(**{name: value for name, value in one.args.items() if name[0] != "_"})
    return mail.outbox


def test_a_second_step_is_removed_for_a_reason_and_by_who_may(guarded, operator):
    elsewhere = a_user("operator", an_institution())
    leader = a_user("leader", guarded.memberships.get().organisation)
    totp.TOTP.activate(operator, SECRET)

    with pytest.raises(Refused, match="alasannya"):
        reset_guards(guarded, by=operator, why=" ")
    with pytest.raises(Refused, match="sendiri"):
        reset_guards(operator, by=operator, why="Ponsel hilang")
    for other in (elsewhere, leader):
        with pytest.raises(PermissionDenied):
            reset_guards(guarded, by=other, why="Ponsel hilang")
    assert has_guard(guarded)


def test_a_second_step_of_who_works_elsewhere_too_is_out_of_reach(guarded, operator):
    grant(
        an_institution(), by=system(), user=guarded, role="operator",
        valid_from=timezone.localdate(),
    )  # fmt: skip

    with pytest.raises(Refused, match="di luar wewenang"):
        reset_guards(guarded, by=operator, why="Ponsel hilang")
    assert has_guard(guarded)


def test_the_owner_is_told_of_guesses_once_a_day(guarded, settings):
    settings.CAN_MAIL = True
    for _round in range(2):
        cache.clear()  # five minutes later
        browser = by_password(guarded)
        for _attempt in range(5):
            browser.post("/masuk/verifikasi/", {"code": "000000"})

    assert [one.body.count("kodenya berkali-kali salah") for one in _mailed()] == [1]


def test_asking_again_for_a_code_is_slowed_as_well(guarded):
    browser = by_password(guarded)
    browser.post("/masuk/verifikasi/", {"code": code_of()})
    for _attempt in range(5):
        browser.post("/akun/pastikan/kode/", {"code": "000000"})

    page = browser.post("/akun/pastikan/kode/", {"code": code_of(at=time.time() + 30)})

    assert "Terlalu banyak percobaan" in page.content.decode()


def test_asking_again_for_the_password_is_slowed_as_well(client_of, person):
    browser = client_of(person)
    for _attempt in range(10):
        browser.post("/akun/pastikan/", {"password": "tebakan"})

    page = browser.post("/akun/pastikan/", {"password": PASSWORD})

    assert page.status_code == 429 or "Terlalu banyak" in page.content.decode()
