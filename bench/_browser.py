"""A browser that asks the application in this process, and fills in the form that it was shown."""

import sys
from collections.abc import Callable
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urlsplit

Fields = list[tuple[str, str]]


class FormOfPage(HTMLParser):
    """Reads what a browser would send of the form whose fields include one of a name."""

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field, self.fields, self.found = field, [], []  # type: ignore[var-annotated]
        self.inside, self.select, self.area = False, "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
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


class Browser:
    """Somebody who is signed in."""

    def __init__(self, application: Callable[..., Any], cookie: str) -> None:
        self.application, self.cookies = application, SimpleCookie(cookie)

    def get(self, address: str) -> tuple[str, bytes]:
        return self._ask("GET", address)

    def post(self, address: str, fields: Fields) -> tuple[str, bytes]:
        return self._ask("POST", address, urlencode(fields).encode())

    def form(self, address: str, field: str) -> Fields:
        """Give the fields of the form on a page. Raises SystemExit where there is none."""
        status, page = self.get(address)
        reader = FormOfPage(field)
        reader.feed(page.decode())
        if not reader.found:
            raise SystemExit(f"{address} ({status}) has no form with {field}")
        return reader.found

    def _ask(self, method: str, address: str, body: bytes = b"") -> tuple[str, bytes]:
        parts = urlsplit(address)
        told: list[Any] = []
        environ = _ENVIRON | {
            "REQUEST_METHOD": method,
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "HTTP_COOKIE": "; ".join(f"{k}={v.value}" for k, v in self.cookies.items()),
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
        }
        answer = self.application(environ, lambda *one: told.extend(one[:2]))
        try:
            content = b"".join(answer)
        finally:
            answer.close()
        for name, value in told[1]:
            if name.lower() == "set-cookie":
                self.cookies.load(value)
        return told[0], content


_ENVIRON: dict[str, Any] = {
    "SERVER_NAME": "127.0.0.1",
    "SERVER_PORT": "8000",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "HTTP_HOST": "127.0.0.1:8000",
    "HTTP_ACCEPT": "text/html",
    "CONTENT_TYPE": "application/x-www-form-urlencoded",
    "REMOTE_ADDR": "127.0.0.1",
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}
