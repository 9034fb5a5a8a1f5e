"""The API of the whole installation: one OpenAPI document, made of the modules' routers."""

import hashlib
from functools import cache
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from ninja import NinjaAPI
from ninja.security import SessionAuth

from caruban.kernel.actors import Actor
from caruban.kernel.web.problems import MEDIA_TYPE, Problem, handle_problems

PREFIX = "/api/v1/"
VERSION = "1.0.0"
DESCRIPTION = """\
Caruban's API gives what its pages give, by the same rules and the same rights.

- Every refusal is `application/problem+json` (RFC 9457), with a sentence in Indonesian.
- Guests read what is public: finished evaluations, targets and instruments. Officers use the \
session of their browser; a change needs its CSRF token in the header `X-CSRFToken`.
- Values of indexes come twice: `value` as printed (two decimals, half up) and `exact` as text, \
because the numbers of JSON are binary fractions.
- Every read carries an `ETag`; sent back in `If-None-Match` it is answered with 304. A change \
of a record names the version it started from in `If-Match`: without it the answer is 428, with \
an old one 412 and what changed meanwhile.
"""

# what any operation may be refused with: the caller is told of these, whatever it asks
ALWAYS = (400, 404, 405, 422, 429, 500, 503)
MEANINGS = {
    304: "Not changed since the ETag in If-None-Match",
    400: "The body cannot be read as JSON",
    401: "Nobody is signed in",
    403: "Your role does not allow this, or the CSRF token does not fit",
    404: "Not there, or not for you",
    405: "This address does not know the method",
    409: "A rule of the domain says no",
    412: "Somebody else changed the record meanwhile",
    422: "An input is of the wrong form or out of bounds",
    428: "The version that you started from is missing: send If-Match",
    429: "Too many requests: wait as long as Retry-After says",
    500: "A fault of ours",
    503: "The database is away: try again as Retry-After says",
}


def refusals(*statuses: int) -> dict[int, type[Problem]]:
    """Give the refusals of an operation, to be joined to its `response`; ALWAYS among them."""
    return dict.fromkeys(sorted({*ALWAYS, *statuses}), Problem)


class SignedIn(SessionAuth):
    """The browser's session, with CSRF asked for changes."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """Give who signed in; None lets ninja answer 401."""
        return request.actor if request.actor.is_authenticated else None  # type: ignore[attr-defined]


class Api(NinjaAPI):
    """ninja's API, whose reads carry an ETag and are answered with 304 where nothing changed."""

    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        """Render an answer; for a read, tag it by its content."""
        response = super().create_response(request, data, **options)
        if request.method == "GET" and response.status_code == HTTPStatus.OK:
            return _tagged(request, response)
        return response


def _tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    tag = response.headers.get("ETag") or f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    known = [one.strip().removeprefix("W/") for one in _if_none_match(request).split(",")]
    if tag in known or known == ["*"]:
        response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
        del response["Content-Type"]
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Cookie",))
    return response


def _if_none_match(request: HttpRequest) -> str:
    return str(request.headers.get("If-None-Match", ""))


def reader(request: HttpRequest) -> Actor:
    """Give who asks."""
    return request.actor  # type: ignore[attr-defined, no-any-return]


def make_api() -> Api:
    """Give an empty API with the house's refusals; modules add their routers to it."""
    api = Api(
        title="Caruban",
        version=VERSION,
        description=DESCRIPTION,
        docs_url=None,
        openapi_url=None,
        urls_namespace="api",
        openapi_extra={"info": {"license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}}},
    )
    handle_problems(api)
    return api


@cache
def openapi_document(api: NinjaAPI) -> dict[str, Any]:
    """Give the OpenAPI document: refusals as problem+json, reads with their ETag.

    Made once, with all routes there (it takes 100 ms); not to be changed by who gets it.
    """
    document = dict(api.get_openapi_schema(path_prefix=PREFIX))
    for operations in document["paths"].values():
        for method, operation in operations.items():
            _finish(method, operation)
    return document


def _finish(method: str, operation: dict[str, Any]) -> None:
    responses = {int(status): response for status, response in operation["responses"].items()}
    for status, response in responses.items():
        response["description"] = MEANINGS.get(status, response["description"])
        if status >= HTTPStatus.BAD_REQUEST:
            response["content"] = {MEDIA_TYPE: response["content"].pop("application/json")}
    if method == "get":
        tag = {"description": "names this answer", "schema": {"type": "string"}}
        responses[200]["headers"] = {"ETag": tag}
        responses[304] = {"description": MEANINGS[304]}
    operation["responses"] = {str(status): responses[status] for status in sorted(responses)}
