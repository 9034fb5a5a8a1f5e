"""How the tests of lists look at one: as its rows, as its page."""

from html.parser import HTMLParser

from django.http import QueryDict

from caruban.kernel.registers.lists.reading import listing
from caruban.kernel.registers.lists.state import State, filtered
from tests.toys.registers import ToyRegister

LIST = "/data/mainan/"


def state_of(query, by, register=ToyRegister, **kept):
    """Give the state that a query asks for."""
    return State.of(register, QueryDict(query), by=by, **kept)


def found(query, by, register=ToyRegister):
    """Give the codes of all rows that a query finds, in order."""
    state = state_of(query, by, register)
    return [one.code for one in filtered(register, state, by=by)]


def shown(query, by, register=ToyRegister, **how):
    """Give the page that a list shows for a query."""
    return listing(state_of(query, by, register), **how)


def codes(page):
    """Give the codes of the records of a page."""
    return [one.code for one in page.records]


class Page(HTMLParser):
    """Reads a page: its elements with their attributes, and the text of each row."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.rows, self._row, self._cell = [], [], None, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.elements.append((tag, given))
        if tag == "tr" and "data-row" in given:
            self._row = []
            self.rows.append(self._row)
        elif tag in {"td", "th"} and self._row is not None:
            self._row.append("")

    def handle_endtag(self, tag):
        if tag == "tr":
            self._row = None

    def handle_data(self, data):
        if self._row:
            self._row[-1] = f"{self._row[-1]} {data}".strip()

    def all(self, tag, **attrs):
        """Give the attributes of all elements of a kind that have these."""
        return [
            given for name, given in self.elements if name == tag and attrs.items() <= given.items()
        ]

    def links(self, containing):
        """Give the addresses of links that contain a text."""
        found = [one["href"] for one in self.all("a") if containing in (one.get("href") or "")]
        return list(dict.fromkeys(found))
