"""No word of a page is beyond translation."""

import re
from html.parser import HTMLParser

import pytest
from jinja2 import Environment

from tests.docs.files import PACKAGE

SPOKEN = {"alt", "aria-label", "aria-description", "content", "placeholder", "title"}
SILENT = {"code", "pre", "script", "style"}
THE_SAME = {
    "Caruban",
    "English",
    "Bahasa",
    "Indonesia",
    "SPBE",
    "JSON",
    "PDF",
    "XLSX",
    "ZIP",
    "CSV",
    "Aa",
    "Rp",
}
ATTRIBUTE = re.compile(r"[\w-]+=\"[^\"]*\"")  # a block inside of a tag of the page that it extends
WORD = re.compile(r"[A-Za-z]{2,}")
PAGES = sorted(
    path for path in PACKAGE.rglob("templates/**/*.*") if path.suffix in {".html", ".txt"}
)
LEXER = Environment(trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"])


class Reader(HTMLParser):
    """Gathers what people read or hear of a page."""

    def __init__(self):
        super().__init__()
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in SILENT
        self.said += [
            value
            for name, value in attrs
            if name in SPOKEN and value and not is_setting(tag, attrs)
        ]

    def handle_endtag(self, tag):
        self.silent -= tag in SILENT

    def handle_data(self, data):
        if not self.silent:
            self.said.append(ATTRIBUTE.sub("", data))


def is_setting(tag, attrs):
    return tag == "meta" and dict(attrs).get("name") in {"viewport", "htmx-config", "color-scheme"}


def words_of(text):
    """Give the bare words of a template: neither markup nor inside of {{ }} and {% %}."""
    bare = "".join(value if kind == "data" else "" for _line, kind, value in LEXER.lex(text))
    reader = Reader()
    reader.feed(bare)
    return [word for said in reader.said for word in WORD.findall(said) if word not in THE_SAME]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_word_of_a_template_can_be_translated(path):
    assert words_of(path.read_text(encoding="utf-8")) == []


def test_a_bare_word_is_seen_in_text_and_in_attributes():
    assert words_of("<p>Simpan</p>{# tidak #}{{ _('tidak') }}") == ["Simpan"]
    assert words_of('<a aria-label="Tutup" class="btn" href="x">×</a>') == ["Tutup"]
    assert words_of('<a title="{{ _("Tutup") }}"><code>pip</code> SPBE</a>') == []
