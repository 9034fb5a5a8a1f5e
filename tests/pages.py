"""Pages as a browser without JavaScript sees them: the forms in them, and where they lead."""

from html.parser import HTMLParser

Fields = list[tuple[str, str]]
Attributes = dict[str, str]


class FormOfPage(HTMLParser):
    """Reads what a browser would send of the form whose fields include one of a name."""

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field
        self.fields: Fields = []
        self.found: Fields = []
        self.inside, self.select, self.area = False, "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = said(attrs)
        name = given.get("name", "")
        if tag == "form":
            self.inside, self.fields = True, []
        elif not self.inside or "disabled" in given:
            return
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given and self.select:
            self.fields.append((self.select, given.get("value", "")))
        elif tag == "textarea":
            self.area = name
            self.fields.append((name, ""))
        elif tag == "input" and name and given.get("type") not in {"submit", "button", "file"}:
            ticked = given.get("type") not in {"checkbox", "radio"} or "checked" in given
            if ticked:
                self.fields.append((name, given.get("value", "on" if "checked" in given else "")))

    def handle_data(self, data: str) -> None:
        if self.area and self.fields:
            name, before = self.fields[-1]
            self.fields[-1] = (name, before + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.inside:
            if any(name == self.field for name, _value in self.fields):
                self.found = self.fields
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            if self.fields and self.fields[-1][1].startswith("\n"):
                self.fields[-1] = (self.fields[-1][0], self.fields[-1][1][1:])
            self.area = ""


def said(attrs: list[tuple[str, str | None]]) -> Attributes:
    """Give the attributes of a tag, "" for those without a value."""
    return {name: value or "" for name, value in attrs}


def form_with(field: str, page: str) -> Fields:
    """Give what a browser would send of the form of a page that has a field; [] for none."""
    reader = FormOfPage(field)
    reader.feed(page)
    return reader.found


class Tags(HTMLParser):
    """Collects the tags of a page with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, Attributes]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, said(attrs)))


def tags_of(page: str) -> list[tuple[str, Attributes]]:
    """Give every tag of a page, in order."""
    reader = Tags()
    reader.feed(page)
    return reader.found


def links_in(page: str, below: str = "/") -> list[str]:
    """Give the addresses below a place that a page leads to, each once."""
    led = (one.get("href", "") for tag, one in tags_of(page) if tag == "a")
    return list(dict.fromkeys(one for one in led if one.startswith(below)))
