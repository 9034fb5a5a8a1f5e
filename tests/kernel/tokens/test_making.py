"""Making and taking back tokens: on one's own page, and by who supervises the institution's."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from caruban.kernel.errors import Refused
from caruban.kernel.events.models import Happening
from caruban.kernel.tokens import actions, queries
from caruban.kernel.tokens.models import Token
from caruban.kernel.tokens.scopes import all_scopes, allowed_by, groups
from tests.factories import a_user, an_institution
from tests.kernel.registers.api.calling import TOYS

pytestmark = pytest.mark.django_db
FORM = {"name": "Laporan malam", "days": "90", "depth_toy": "read"}


def test_the_secret_is_shown_once_and_opens_the_api(client_of, calls, officer):
    browser = client_of(officer)

    made = browser.post(reverse("tokens:make"), FORM)

    assert made.status_code == 200
    secret = re.search(r"crb_[0-9A-Za-z]{49}", made.text)[0]
    assert "no-store" in made["Cache-Control"]
    assert calls(secret)("get", TOYS).status_code == 200
    page = browser.get(reverse("tokens:own")).text
    assert "Laporan malam" in page
    assert secret not in page
    assert secret[-4:] in page


def test_a_token_lasts_as_long_as_was_chosen(client_of, officer):
    client_of(officer).post(reverse("tokens:make"), FORM)

    token = Token.objects.get()
    assert token.scopes == ["toy:read"]
    assert timedelta(days=89) < token.expires_at - timezone.now() <= timedelta(days=90)
    assert Happening.objects.get(name="token.made").details == {"scopes": "toy:read"}


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"days": "36500"}, {"days": ""}, {"depth_toy": "all"}, {"depth_toy": ""}],
)
def test_a_form_that_does_not_fit_is_shown_again_and_makes_nothing(client_of, officer, wrong):
    answer = client_of(officer).post(reverse("tokens:make"), FORM | wrong)

    assert answer.status_code == 422
    assert not Token.objects.exists()


def test_only_what_its_maker_holds_is_offered(client_of, officer, secretary):
    asked = client_of(officer).get(reverse("tokens:make")).text
    more = client_of(secretary).get(reverse("tokens:make")).text

    assert 'name="personal_toy"' not in asked
    assert 'name="personal_toy"' in more
    assert "Register mainan" in asked
    sent = client_of(officer).post(reverse("tokens:make"), FORM | {"personal_toy": "on"})
    assert sent.status_code == 200
    assert Token.objects.get().scopes == ["toy:read"]


@override_settings(TOKEN_DAYS=30)
def test_no_token_lasts_longer_than_the_installation_allows(make, client_of, officer):
    with pytest.raises(Refused, match="30 hari"):
        make(officer, "toy:read", days=31)
    assert client_of(officer).post(reverse("tokens:make"), FORM).status_code == 422
    assert not Token.objects.exists()


def test_scopes_are_a_closed_vocabulary(make, officer):
    for scope in ("toy", "toy:all", "toy.read", "user:write:x", "nothing:read"):
        with pytest.raises(Refused, match="tidak ada"):
            make(officer, scope)
        assert allowed_by([scope]) == frozenset()
    with pytest.raises(Refused, match="paling sedikit satu"):
        make(officer)
    with pytest.raises(Refused, match="sesudah hari ini"):
        make(officer, "toy:read", days=0)
    assert not Token.objects.exists()


def test_a_scope_allows_what_its_group_asks_for_and_no_more():
    assert allowed_by(["toy:read"]) == {"toy.read"}
    assert allowed_by(["toy:write"]) == {"toy.read", "toy.keep", "toy.remove", "toy.approve"}
    assert allowed_by(["toy:personal"]) == {"toy.see_nik"}
    assert all(allowed_by([one]) for one in all_scopes())


def test_who_may_change_may_read_what_is_changed():
    assert allowed_by(["user:write"]) >= {"user.manage", "membership.read"}
    assert allowed_by(["answer:write"]) == {"answer.fill", "assessment.read"}
    assert allowed_by(["answer:read"]) == frozenset()


def test_every_group_has_words_for_people():
    assert groups()
    assert [name for name, group in groups().items() if not group.titles] == []


def test_every_permission_that_the_api_asks_for_is_in_a_scope():
    from caruban.kernel.accounts.roles import grant_of
    from tests.contracts.walk import routes

    asked = {
        permission
        for route in routes()
        if route.is_api
        for permission in getattr(route.view, "asked", {}).values()
        if permission and not grant_of(permission).is_public
    }

    assert asked
    assert asked <= allowed_by(all_scopes())


def test_nobody_has_more_tokens_than_thirty(make, officer, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 2)
    make(officer, "toy:read")
    token, _secret = make(officer, "toy:read")

    with pytest.raises(Refused, match="Cabut satu"):
        make(officer, "toy:read")
    actions.revoke(token, by=officer)
    make(officer, "toy:read")


def test_who_came_with_a_token_makes_and_revokes_none(make, officer):
    token, _secret = make(officer, "toy:write")
    officer.limited_to = frozenset({"toy.read"})

    with pytest.raises(PermissionDenied):
        make(officer, "toy:read")
    with pytest.raises(PermissionDenied):
        actions.revoke(token, by=officer)
    assert Token.objects.get().revoked_at is None


def test_one_revokes_ones_own_and_nobody_elses(make, client_of, officer, secretary):
    token, _secret = make(officer, "toy:read")

    theirs = client_of(secretary).post(reverse("tokens:revoke", args=[token.pk]))
    assert theirs.status_code == 404
    with pytest.raises(PermissionDenied):
        actions.revoke(token, by=secretary)
    mine = client_of(officer).post(reverse("tokens:revoke", args=[token.pk]))

    assert mine["Location"] == reverse("tokens:own")
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert Happening.objects.filter(name="token.revoked").count() == 1
    actions.revoke(token, by=officer)
    assert Happening.objects.filter(name="token.revoked").count() == 1


def test_the_operator_sees_and_revokes_those_of_the_institution(make, client_of, operator, officer):
    token, secret = make(officer, "toy:read")
    elsewhere = a_user("operator", an_institution())

    page = client_of(operator).get(reverse("tokens:supervised")).text

    assert "Oda Petugas" in page
    assert token.digest not in page
    assert secret not in page
    assert "Oda Petugas" not in client_of(elsewhere).get(reverse("tokens:supervised")).text
    assert client_of(officer).get(reverse("tokens:supervised")).status_code == 403
    assert client_of(elsewhere).post(reverse("tokens:revoke", args=[token.pk])).status_code == 404
    revoked = client_of(operator).post(reverse("tokens:revoke", args=[token.pk]))
    assert revoked["Location"] == reverse("tokens:supervised")
    assert Token.objects.get().revoked_at is not None
    assert not queries.supervised(elsewhere).exists()


def test_one_sees_only_ones_own(make, client_of, officer, secretary):
    make(officer, "toy:read", name="Milik petugas")

    assert "Milik petugas" not in client_of(secretary).get(reverse("tokens:own")).text
