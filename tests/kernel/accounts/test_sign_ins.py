"""Every step at the door is a row that nobody changes; each sees their own, an operator theirs."""

import pytest
from django.core.cache import cache
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError
from django.test import override_settings

from caruban.kernel.accounts.models import SignIn
from caruban.kernel.accounts.roles import Role
from caruban.kernel.accounts.signins import watched
from tests.factories import a_unit, a_user, an_institution

pytestmark = pytest.mark.django_db

PASSWORD = "kuda nil makan rambutan"


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()


@pytest.fixture
def home():
    return an_institution()


@pytest.fixture
def person(home):
    return a_user(Role.SECRETARY, home, password=PASSWORD, name="Sekretaris Satu")


def sign_in(client, email, password=PASSWORD):
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    words = {"login": email, "password": password}
    return client.post("/masuk/", words, headers={"user-agent": firefox}, REMOTE_ADDR="10.9.8.7")


def test_coming_in_and_leaving_are_written_down(client, person):
    sign_in(client, person.email)
    client.post("/keluar/")

    out, came = SignIn.objects.filter(user=person)
    assert (came.kind, came.how, came.address) == ("in", "password", "10.9.8.7")
    assert came.device == "Firefox di Linux"
    assert out.kind == "out"


def test_a_wrong_password_is_written_down_with_its_account(client, person):
    sign_in(client, person.email.upper(), "bukan ini")

    row = SignIn.objects.get()
    assert (row.kind, row.why, row.user, row.typed) == ("refused", "wrong", person, "")


def test_an_unknown_address_is_kept_as_typed_but_never_what_may_be_a_password(client):
    sign_in(client, "Tak-Ada@contoh.test", "x")
    sign_in(client, "kuda nil makan rambutan", "x")

    assert set(SignIn.objects.values_list("why", "typed")) <= {
        ("unknown", "tak-ada@contoh.test"),
        ("unknown", ""),
    }
    assert "rambutan" not in str(list(SignIn.objects.values()))


def test_a_closed_account_is_refused_and_says_why(client, person):
    person.is_active = False
    person.save()

    sign_in(client, person.email)

    assert SignIn.objects.get().why == "inactive"


def test_who_is_held_is_written_down(client, person):
    for _attempt in range(6):
        sign_in(client, person.email, "bukan ini")

    whys = list(SignIn.objects.order_by("pk").values_list("why", flat=True))
    assert whys == ["wrong"] * 5 + ["held"]


def test_a_changed_password_is_written_down(client_of, person):
    new = "gajah minum kopi pahit"
    words = {"oldpassword": PASSWORD, "password1": new, "password2": new}

    client_of(person).post("/akun/sandi/", words)

    assert SignIn.objects.filter(user=person, kind="password").exists()


@override_settings(DEMO=True)
def test_a_role_chosen_in_demo_mode_is_written_down(client):
    from caruban.kernel.accounts import demo
    from tests.factories import system

    demo.prepare(an_institution(), by=system())
    client.post("/peran/", {"account": "pimpinan@demo.caruban.invalid"})

    assert SignIn.objects.get().how == "role"


@pytest.mark.parametrize(
    "wish",
    ["UPDATE accounts_signin SET kind = 'out'", "DELETE FROM accounts_signin"],
)
def test_no_row_is_changed_or_removed(client, person, wish):
    sign_in(client, person.email)

    with (
        pytest.raises((InternalError, IntegrityError), match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(wish)


def test_each_sees_their_own_and_nobody_elses(client_of, person, home):
    SignIn.objects.create(kind="in", user=a_user(Role.LEADER, home), address="203.0.113.77")
    SignIn.objects.create(kind="in", user=person, address="203.0.113.5")

    page = client_of(person).get("/akun/riwayat/").content.decode()

    assert "203.0.113.5" in page
    assert "203.0.113.77" not in page


def test_an_operator_and_an_auditor_see_their_people_and_no_others(client_of, person, home):
    stranger = a_user(Role.LEADER, an_institution())
    SignIn.objects.create(kind="in", user=person)
    SignIn.objects.create(kind="in", user=stranger)

    for role in (Role.OPERATOR, Role.AUDITOR):
        page = client_of(a_user(role, home)).get("/riwayat-masuk/").content.decode()
        assert person.email in page
        assert stranger.email not in page


def test_addresses_of_nobody_are_seen_by_who_operates_the_installation(home):
    SignIn.objects.create(kind="refused", typed="tak-ada@contoh.test")

    assert watched(a_user(Role.OPERATOR, home)).count() == 1
    assert watched(a_user(Role.AUDITOR, home)).count() == 0


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.OFFICER, Role.LEADER])
def test_others_watch_over_nobody(client_of, home, role):
    assert client_of(a_user(role, home)).get("/riwayat-masuk/").status_code == 403


def test_the_operator_of_a_unit_sees_the_people_of_the_unit(person, home):
    unit = a_unit(home)
    officer = a_user(Role.OFFICER, unit)
    SignIn.objects.create(kind="in", user=person)
    SignIn.objects.create(kind="in", user=officer)

    seen = watched(a_user(Role.AUDITOR, unit))

    assert [row.user for row in seen] == [officer]


def test_the_list_is_narrowed_and_goes_on(client_of, person, home):
    operator = client_of(a_user(Role.OPERATOR, home))
    for number in range(60):
        SignIn.objects.create(
            kind="in" if number else "refused", user=person, address=f"198.51.100.{number}"
        )

    first = operator.get("/riwayat-masuk/").content.decode()
    older = SignIn.objects.order_by("-pk")[49].pk
    second = operator.get(f"/riwayat-masuk/?after={older}").content.decode()
    refused = operator.get(f"/riwayat-masuk/?kind=refused&q={person.email}").content.decode()

    assert "198.51.100.59" in first
    assert "198.51.100.9<" not in first
    assert "198.51.100.9<" in second
    assert "198.51.100.0<" in refused
    assert "198.51.100.1<" not in refused


@pytest.mark.parametrize(
    "query", ["after=x", "after=99999999999999999999", "kind=%00", "q=%00", "q=%25"]
)
def test_a_strange_address_of_the_list_breaks_nothing(client_of, home, query):
    page = client_of(a_user(Role.OPERATOR, home)).get(f"/riwayat-masuk/?{query}")

    assert page.status_code == 200
