"""What a first visit costs: page and everything it names, as compressed for the way."""

import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import find

from tests.factories import a_user, an_institution

pytestmark = pytest.mark.django_db

PACKED = {".woff2"}
KILOBYTE = 1000


def cost(content: bytes, name: str = "") -> int:
    """Give the bytes on the way: fonts are packed already, all else goes as brotli."""
    return len(content) if Path(name).suffix in PACKED else len(brotli.compress(content))


def files_of(page: str) -> set[str]:
    """Give every static file that a page, or a style sheet of it, names."""
    named = set(re.findall(rf"{settings.STATIC_URL}([^\"#?]+)", page))
    for sheet in {name for name in named if name.endswith(".css")}:
        folder = Path(sheet).parent
        text = Path(find(sheet)).read_text(encoding="utf-8")
        named |= {str(folder / url) for url in re.findall(r'url\("?([^")]+)"?\)', text)}
    return {name for name in named if not re.search(r"data:|%", name)}


def weight(answer) -> int:
    """Give what a page and its files weigh; every font and picture, also unused ones."""
    page = answer.content.decode()
    files = sum(cost(Path(find(name)).read_bytes(), name) for name in files_of(page))
    return cost(answer.content) + files


@pytest.mark.parametrize("path", ["/", "/masuk/", "/lupa-sandi/", "/tidak-ada/"])
def test_a_public_page_weighs_at_most_100_kilobytes(client, path):
    assert 30 * KILOBYTE < weight(client.get(path)) <= 100 * KILOBYTE


@pytest.mark.parametrize("path", ["/kerja/", "/akun/", "/gaya/"])
def test_a_page_of_the_workspace_weighs_at_most_300_kilobytes(client_of, path):
    browser = client_of(a_user("secretary", an_institution()))

    assert 50 * KILOBYTE < weight(browser.get(path)) <= 300 * KILOBYTE
