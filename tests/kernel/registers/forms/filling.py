"""Filling in the page of a form as a browser does: what it shows is what is sent back."""

from html.parser import HTMLParser

NEW = "/data/mainan/baru/"


class Filled(HTMLParser):
    """Reads the record form of a page; `sent` is what pressing its button would send."""

    def __init__(self, page):
        super().__init__()
        self.sent, self.is_inside, self.select, self.area, self.templates = {}, False, "", "", 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "template":
            self.templates += 1
        if tag == "form":
            self.is_inside = "data-record-form" in given
        if not self.is_inside or self.templates:
            return
        name, kind = given.get("name"), given.get("type", "text")
        if tag == "input" and name and (kind not in {"checkbox", "radio"} or "checked" in given):
            self.sent.setdefault(name, []).append(
                given.get("value") or ("on" if kind == "checkbox" else "")
            )
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.sent[self.select] = [given["value"]]
        elif tag == "textarea":
            self.area, self.sent[name] = name, [""]

    def handle_data(self, data):
        if self.area:
            self.sent[self.area] = [self.sent[self.area][0] + data]

    def handle_endtag(self, tag):
        if tag == "template":
            self.templates -= 1
        elif tag == "form":
            self.is_inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.sent[self.area] = [self.sent[self.area][0].removeprefix("\n")]
            self.area = ""


def filled(page, **values):
    """Give what the form of a page sends, with some of it typed anew; None takes it out."""
    sent = Filled(page.text).sent
    for word, value in values.items():
        name = word.replace("__", "-")
        sent[name] = value if isinstance(value, list) else [str(value)]
        if value is None:
            del sent[name]
    return sent


def opened(browser, url=NEW, **values):
    """Open a form and give what it sends, with some of it typed anew."""
    answer = browser.get(url)
    assert answer.status_code == 200, answer.status_code
    return filled(answer, **values)


def edit_of(toy):
    return f"/data/mainan/{toy.pk}/ubah/"
