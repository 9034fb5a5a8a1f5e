"""A request body far over the limit is not read: 413, in words, and nothing is kept."""

import re

import pytest
from django.test import Client

from caruban.kernel.accounts.roles import Role
from caruban.kernel.documents.models import Document
from tests.evaluation.factories import PDF, an_upload
from tests.evaluation.views.reading import text
from tests.evaluation.views.working import a_cast, address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("csrf", [True, False])
def test_a_body_of_more_than_twice_the_limit_is_refused_in_words(settings, csrf):
    settings.UPLOAD_LIMIT = 1024 * 1024
    cast = a_cast()
    client = Client(enforce_csrf_checks=csrf)
    client.force_login(cast.person(Role.OFFICER))
    page = client.get(address("indicator", cast.answer)).content.decode()
    form = {
        "csrfmiddlewaretoken": re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)[1],
        "unggah-level": "2",
        "unggah-file": an_upload("SK.pdf", PDF + b"0" * 3 * 1024 * 1024),
    }
    answer = client.post(address("attach", cast.answer), form)
    assert answer.status_code == 413
    assert "Kiriman terlalu besar" in text(answer)
    assert not Document.objects.exists()


def test_fields_of_more_than_two_megabytes_are_refused_in_words():
    cast = a_cast()
    form = {"version": 1, "narrative": "a" * (3 * 1024 * 1024)}
    answer = cast.post("fill", cast.person(Role.OFFICER), form)
    assert answer.status_code == 413
    assert cast.answer.narrative == ""
