"""The API of the whole installation: one OpenAPI document, made of the modules' routers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.views import openapi_json
from ninja.security import SessionAuth

from caruban.kernel.web.problems import handle_problems

VERSION = "1.0.0"
DESCRIPTION = """\
Caruban's API gives what its pages give, by the same rules and the same rights.

- Every refusal is `application/problem+json` (RFC 9457).
- Guests read what is public. Officers use the session of their browser; a change needs its CSRF
  token in `X-CSRFToken`.
- Values of indexes come twice: `value` as printed (two decimals, half up) and `exact` as text.
- A read carries an `ETag`; a change of a record names the version it started from in `If-Match`.
"""


class SignedIn(SessionAuth):
    """The browser's session, with CSRF asked for changes."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return request.actor if request.actor.is_authenticated else None  # type: ignore[attr-defined]


def make_api() -> NinjaAPI:
    """Give an empty API with the house's refusals; modules add their routers to it."""
    api = NinjaAPI(
        title="Caruban",
        version=VERSION,
        description=DESCRIPTION,
        docs_url=None,
        openapi_url=None,
        urls_namespace="api",
    )
    handle_problems(api)
    return api


def openapi_document(api: NinjaAPI, request: HttpRequest) -> HttpResponse:
    """Give the OpenAPI document of the API."""
    return openapi_json(request, api)
