"""The API's frame: tagged reads, its document, its page for people."""

import pytest
from django.urls import reverse

from caruban.config.api import api
from caruban.kernel.web.openapi import openapi_document
from caruban.kernel.web.apidocs import guide_of
from tests.evaluation.factories import spbe

pytestmark = pytest.mark.django_db

READ = "/api/v1/evaluation/instruments"


def test_a_read_is_tagged_by_its_content(client):
    before = client.get(READ)
    spbe()
    after = client.get(READ)

    assert before["ETag"] != after["ETag"]
    assert after["ETag"] == client.get(READ)["ETag"]


@pytest.mark.parametrize("known", ["{tag}", 'W/{tag}, "other"', '"other", {tag}', "*"])
def test_a_known_tag_is_answered_with_304_and_nothing_else(client, known):
    tag = client.get(READ)["ETag"]

    answer = client.get(READ, headers={"If-None-Match": known.format(tag=tag)})

    assert answer.status_code == 304
    assert answer.content == b""
    assert answer["ETag"] == tag


def test_answers_are_kept_by_nobody_between(client):
    answer = client.get(READ)

    assert "private" in answer["Cache-Control"]
    assert "Cookie" in answer["Vary"]


def test_the_document_is_served(client):
    answer = client.get(reverse("openapi"))

    assert answer.json()["openapi"].startswith("3.1")
    assert answer.json()["paths"] == openapi_document(api)["paths"]


def test_the_page_tells_every_operation_and_every_shape(client):
    page = client.get(reverse("api_docs"))
    guide = guide_of(openapi_document(api))

    assert page.status_code == 200
    operations = [one for _tag, some in guide.chapters for one in some]
    assert operations
    for one in operations:
        assert f'id="{one.anchor}"' in page.text
    for shape in guide.shapes:
        assert f'id="{shape.name}"' in page.text


def test_the_page_needs_no_script_and_nothing_from_elsewhere(client):
    page = client.get(reverse("api_docs")).text

    assert "<script" not in page
    assert " style=" not in page
    assert 'src="http' not in page
