"""HEAD is answered wherever GET is, with its headers and without its content."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/api/v1/evaluation/instruments", "/api/v1/openapi.json"])
def test_head_of_the_api_has_the_headers_of_get_and_no_content(path):
    read, asked = Client().get(path), Client().head(path)

    assert (read.status_code, asked.status_code) == (200, 200)
    assert asked.content == b""
    for name in ("Content-Type", "ETag", "Cache-Control"):
        assert asked.get(name) == read.get(name)
    assert asked["Content-Length"] == str(len(read.content))


def test_head_of_what_is_not_there_is_404_without_content():
    answer = Client().head("/api/v1/evaluation/instruments/none-of-this-name")

    assert (answer.status_code, answer.content) == (404, b"")
