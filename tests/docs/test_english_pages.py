"""Pages in English hold no Indonesian but the texts of instruments and documents (lang="id")."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from caruban.datasets.cirebon.loader import load
from caruban.kernel.accounts.demo import faces
from caruban.kernel.accounts.models import User
from tests.docs.files import script

messages = script("_messages.py")
GIVEN = {
    "region": "32.09", "number": "1", "code": "permenpanrb-59-2020",
    "for_year": "2024",
}  # fmt: skip
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
SILENT = frozenset({"pre", "script", "style", "textarea"})
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "use",
        "path",
        "rect",
    ]
)


class Reader(HTMLParser):
    """Gathers what people read of a page, but for what is marked as Indonesian."""

    def __init__(self):
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.said: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag not in VOID:
            self.open.append((tag, given.get("lang") == "id" or tag in SILENT))
        if not self.is_away:
            self.said += [given[name] for name in ("aria-label", "title") if given.get(name)]

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not self.is_away:
            self.said.append(" ".join(data.split()))

    @property
    def is_away(self):
        return any(away for _tag, away in self.open)


def indonesian():
    """Give the longest plain piece of every Indonesian text whose English is another."""
    for message in messages.kept():
        for text in messages._forms(message.id) if message.id else ():
            piece = max(PLACE.split(text), key=len).strip(" .,:()")
            if len(piece) > 11 and piece not in messages._forms(message.string)[-1]:
                yield piece


def addresses(*years):
    """Give every address that can be made of what is given, for each year."""
    for name, where in routes():
        for year in years if "year" in where else ("",):
            try:
                found = reverse(name, kwargs={key: (GIVEN | {"year": year})[key] for key in where})
            except (NoReverseMatch, KeyError):
                continue
            if "." not in found.rsplit("/", 1)[-1]:  # a page, no file
                yield found


def routes(resolver=None, spaces=()):
    resolver = resolver or get_resolver()
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            space = getattr(pattern, "namespace", None)
            if space != "api":
                yield from routes(pattern, (*spaces, space) if space else spaces)
        elif pattern.name:
            where = set(pattern.pattern.regex.groupindex) | set(resolver.pattern.regex.groupindex)
            yield ":".join((*spaces, pattern.name)), where


@pytest.mark.django_db
def test_no_page_in_english_speaks_indonesian():
    year = load(by=User.objects.system(), demo=True).opened.year
    names = {user.name for user in User.objects.all()}  # of accounts, as somebody wrote them
    pieces = {piece for piece in indonesian() if piece not in names}
    read, heard = set(), set()
    for user in [None, *(user for _face, user in faces() if user.email.startswith("sekretariat"))]:
        browser = Client(raise_request_exception=False)
        if user:
            browser.force_login(user)
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        for address in addresses(2021, year):
            answer = browser.get(address)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                reader = Reader()
                reader.feed(answer.content.decode())
                read.add(address)
                heard |= {
                    f"{address}: {said[:90]}"
                    for said in reader.said
                    for piece in pieces
                    if piece in said
                }
    assert len(read) > 20, read
    assert not heard, "\n".join(sorted(heard))
