"""What a view says about who may open it, and what a reader gets at the door."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from caruban.kernel.access import needs, public, signed_in
from caruban.kernel.accounts.roles import Role
from caruban.kernel.actors import Guest
from caruban.kernel.documents.permissions import DocumentPermission
from tests.factories import a_user, an_institution

pytestmark = pytest.mark.django_db


@needs(DocumentPermission.ADD)
def archive(request):
    return HttpResponse("arsip")


@public("pengujian")
def poster(request):
    return HttpResponse("papan")


@signed_in("pengujian")
def own_page(request):
    return HttpResponse("milik saya")


def asked_by(actor, view):
    request = RequestFactory().get("/arsip/?hal=2")
    request.actor = actor
    return view(request)


def test_a_guest_is_sent_to_sign_in_and_comes_back(settings):
    settings.LOGIN_URL = "/masuk/"

    for view in (archive, own_page):
        answer = asked_by(Guest(), view)
        assert (answer.status_code, answer.url) == (302, "/masuk/?next=/arsip/%3Fhal%3D2")


def test_somebody_who_holds_it_nowhere_is_refused():
    with pytest.raises(PermissionDenied):
        asked_by(a_user(Role.AUDITOR, an_institution()), archive)


def test_somebody_who_holds_it_comes_in():
    assert asked_by(a_user(Role.SECRETARY, an_institution()), archive).content == b"arsip"


def test_a_public_page_opens_for_everyone_and_says_why():
    assert asked_by(Guest(), poster).content == b"papan"
    assert (poster.permission, poster.public) == (None, "pengujian")


def test_a_page_of_ones_own_opens_for_whoever_signed_in():
    assert asked_by(a_user(), own_page).content == b"milik saya"
    assert (own_page.permission, own_page.signed_in) == (None, "pengujian")
