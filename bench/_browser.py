"""A browser that asks the application in this process, and fills in the form that it was shown."""

import sys
from collections.abc import Callable
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.pages import Fields, form_with


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
        found = form_with(field, page.decode())
        if not found:
            raise SystemExit(f"{address} ({status}) has no form with {field}")
        return found

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
