"""Addresses of the API, and how it is called."""

from typing import Any

from django.test import Client

ROOT = "/api/v1/registers"
TOYS = f"{ROOT}/toys"


class Caller:
    """Calls the API as somebody; bodies are JSON, headers by keyword with underscores."""

    def __init__(self, browser: Client) -> None:
        self.browser = browser

    def __call__(self, method: str, url: str, body: Any = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        send = getattr(self.browser, method.lower())
        if method.lower() in ("get", "head"):
            return send(url, headers=named)
        kind = {} if body is None else {"data": body, "content_type": "application/json"}
        return send(url, headers=named, **kind)
