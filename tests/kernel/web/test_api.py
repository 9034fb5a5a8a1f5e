"""The API's frame: tagged reads, its document, its page for people."""

import json
import re

import jsonschema_rs
import pytest
from django.urls import reverse

from caruban.config.api import api
from caruban.kernel.web.apidocs import guide_of
from caruban.kernel.web.apiexamples import example_of
from caruban.kernel.web.openapi import openapi_document
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


def test_head_is_answered_as_get_without_a_body(client):
    spbe()
    read = client.get(READ)

    head = client.head(READ)

    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == read["ETag"]
    assert client.head(READ, headers={"if-none-match": read["ETag"]}).status_code == 304
    assert "HEAD" in client.delete(READ)["Allow"]
    assert client.head("/api/v1/registers/toys").status_code == 401


def test_what_needs_a_change_does_not_answer_head(client):
    assert client.head("/api/v1/registers/toys/1/actions/approve").status_code == 405


def test_an_operation_names_the_permission_that_it_asks_for(client):
    paths = openapi_document(api)["paths"]

    assert paths["/api/v1/registers/toys"]["post"]["x-permission"] == "toy.keep"
    assert paths["/api/v1/registers/toys"]["get"]["x-permission"] == "toy.read"
    page = client.get(reverse("api_chapter", args=["register-toys"])).text
    assert "<code>toy.keep</code>" in page


def test_the_document_is_served(client):
    answer = client.get(reverse("openapi"))

    assert answer.json()["openapi"].startswith("3.1")
    assert answer.json()["paths"] == openapi_document(api)["paths"]


def guide():
    return guide_of(openapi_document(api))


def test_the_first_page_leads_to_every_chapter_and_tells_of_refusals(client):
    page = client.get(reverse("api_docs")).text

    assert len(guide().chapters) > 5
    for one in guide().chapters:
        assert f'href="{reverse("api_chapter", args=[one.slug])}"' in page
    assert 'id="Problem"' in page
    assert 'id="FieldProblem"' in page


@pytest.mark.parametrize("chapter", guide().chapters, ids=lambda one: one.slug)
def test_a_chapter_tells_its_operations_and_every_shape_that_they_name(client, chapter):
    page = client.get(reverse("api_chapter", args=[chapter.slug])).text

    assert chapter.operations
    for one in chapter.operations:
        assert f'id="{one.anchor}"' in page
    ids = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids
    assert " style=" not in page
    assert "<script" not in page


def test_no_two_chapters_share_a_name_and_no_operation_is_left_out():
    slugs = [one.slug for one in guide().chapters]
    told = [one.anchor for chapter in guide().chapters for one in chapter.operations]
    whole = [
        one["operationId"]
        for path in openapi_document(api)["paths"].values()
        for one in path.values()
    ]

    assert len(slugs) == len(set(slugs))
    assert sorted(told) == sorted(whole)


def test_an_unknown_chapter_is_not_there(client):
    assert client.get("/api/docs/nothing").status_code == 404


def test_a_call_is_shown_with_all_that_it_takes():
    calls = {one.anchor: one.example for part in guide().chapters for one in part.operations}

    assert calls["units_list"] == "curl 'https://…/api/v1/registers/units'"
    change = calls["toys_change"]
    assert "-X PATCH" in change
    assert "Bearer $TOKEN" in change
    assert "If-Match" in change
    assert "Idempotency-Key" in change
    assert "/api/v1/registers/toys/12'" in change
    assert '"code": "Contoh"' in calls["toys_create"]
    assert "-F 'file=@sk.pdf'" in calls["documents_create"]


def test_the_body_of_every_example_is_one_that_the_operation_takes():
    whole = json.loads(
        json.dumps(openapi_document(api)).replace("#/components/schemas/", "#/$defs/")
    )
    bodies = [
        one["requestBody"]["content"]["application/json"]["schema"]
        for path in whole["paths"].values()
        for one in path.values()
        if "application/json" in one.get("requestBody", {}).get("content", {})
    ]

    assert bodies
    for schema in bodies:
        known = {**schema, "$defs": whole["components"]["schemas"]}
        jsonschema_rs.validate(known, example_of(known, whole))


def test_the_page_needs_no_script_and_nothing_from_elsewhere(client):
    page = client.get(reverse("api_docs")).text

    assert "<script" not in page
    assert " style=" not in page
    assert 'src="http' not in page
