"""How views answer: parts of pages, messages, refusals as errors of a form."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from caruban.kernel.actors import Guest
from caruban.kernel.errors import Difference, Refused, Stale
from caruban.kernel.web.answers import refusing, render, told

PAGE = "web/errors/403.html"
STALE = Stale("Sudah diubah.", changes=[Difference("Biaya", "1", "2")], who="Petugas", when=None)


@pytest.fixture
def request_of():
    def make(**headers):
        request = RequestFactory().get("/", headers=headers)
        request.actor = Guest()
        request._messages = CookieStorage(request)
        return request

    return make


class Form(forms.Form):
    fee = forms.IntegerField()


def test_a_part_is_given_to_htmx_alone(request_of):
    part = render(request_of(**{"HX-Request": "true"}), PAGE, part="content").content.decode()
    whole = render(request_of(), PAGE, part="content").content.decode()

    assert part.strip().startswith("<h1>Peran Anda tidak mengizinkan ini</h1>")
    assert "<html" not in part
    assert part in whole


def test_a_part_knows_the_imports_of_its_page(request_of):
    part = render(
        request_of(**{"HX-Request": "true"}), "web/home.html", {"figures": []}, part="content"
    ).content.decode()

    assert "Indeks yang terbuka" in part


def test_caches_keep_part_and_page_apart(request_of):
    assert "HX-Request" in render(request_of(), PAGE, part="content")["Vary"]


def test_a_part_that_the_page_lacks_is_a_mistake_of_ours(request_of):
    with pytest.raises(KeyError):
        render(request_of(**{"HX-Request": "true"}), PAGE, part="contents")


def test_a_status_is_kept(request_of):
    assert render(request_of(), PAGE, status=422).status_code == 422


@pytest.mark.parametrize("error", [Refused("Sudah diajukan."), ValidationError("Sudah diajukan.")])
def test_a_refusal_is_told_as_an_error(request_of, error):
    request = request_of()

    with told(request, success="Tersimpan."):
        raise error

    assert [(m.level_tag, str(m)) for m in get_messages(request)] == [("error", "Sudah diajukan.")]


def test_a_success_is_told(request_of):
    request = request_of()

    with told(request, success="Tersimpan."):
        pass

    assert [(m.level_tag, str(m)) for m in get_messages(request)] == [("success", "Tersimpan.")]


@pytest.mark.parametrize(
    ("error", "field"),
    [
        (Refused("Terlalu besar.", field="fee"), "fee"),
        (Refused("Terlalu besar.", field="elsewhere"), "__all__"),
        (Refused("Terlalu besar."), "__all__"),
        (ValidationError({"fee": "Terlalu besar."}), "fee"),
        (ValidationError({"elsewhere": "Terlalu besar."}), "__all__"),
        (ValidationError("Terlalu besar."), "__all__"),
    ],
)
def test_a_refusal_stands_at_its_field_where_the_form_has_it(error, field):
    form = Form({"fee": "10"})

    with refusing(form):
        raise error

    assert form.errors == {field: ["Terlalu besar."]}
    assert form["fee"].value() == "10"


def test_a_stale_edit_gives_what_changed_meanwhile():
    form = Form({"fee": "10"})

    with refusing(form) as refusal:
        raise STALE

    assert refusal.stale is STALE
    assert form.errors == {"__all__": ["Sudah diubah."]}


def test_another_error_is_not_swallowed():
    with pytest.raises(ZeroDivisionError), refusing(Form({"fee": "10"})):
        raise ZeroDivisionError
