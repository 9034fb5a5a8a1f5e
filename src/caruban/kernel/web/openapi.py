"""The OpenAPI document of an API: refusals as problem+json, headers told, in one language."""

from copy import deepcopy
from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.utils import translation

from caruban.kernel.web.api import PREFIX, Api
from caruban.kernel.web.problems import MEDIA_TYPE

MEANINGS = {
    304: "Not changed since the ETag in If-None-Match",
    400: "The body cannot be read as JSON",
    401: "Nobody is signed in, or the token is not valid (any more)",
    403: "Your role or your token does not allow this, or the CSRF token does not fit",
    404: "Not there, or not for you",
    405: "This address does not know the method",
    409: "A rule of the domain says no; or the first request with this Idempotency-Key still runs",
    412: "Somebody else changed the record meanwhile",
    422: "An input is of the wrong form or out of bounds",
    428: "The version that you started from is missing: send If-Match",
    429: "Too many requests: wait as long as Retry-After says",
    500: "A fault of ours",
    503: "The database is away: try again as Retry-After says",
}
CHANGES = ("post", "patch", "put", "delete")
TEXT: dict[str, Any] = {"type": "string"}
HEADERS: dict[str, dict[str, Any]] = {
    "ETag": {"description": "names this answer", "schema": TEXT},
    "Retry-After": {"description": "seconds to wait", "schema": TEXT},
    "RateLimit": {"description": "what is left of the budget: r requests", "schema": TEXT},
    "RateLimit-Policy": {"description": "the budget: q requests in w seconds", "schema": TEXT},
    "WWW-Authenticate": {"description": "how to come back", "schema": TEXT},
    "Location": {"description": "the address of the record", "schema": TEXT},
    "Idempotent-Replayed": {
        "description": "true where the answer is the kept one of the first request",
        "schema": TEXT,
    },
    "Link": {"description": "the next and the previous page (RFC 8288)", "schema": TEXT},
}
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "a key of your choice, new for each change; repeated, nothing is done again",
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
    "example": "8e03978e-40d5-43dd-bc93-6894a57f9324",
}
TOLD: dict[str, str] = {}


def chapter(tag: str, told: str) -> str:
    """Say what the operations of a tag are about; give the tag."""
    TOLD[tag] = told
    return tag


@cache
def openapi_document(api: Api) -> dict[str, Any]:
    """Give the OpenAPI document, with the words of registers in Indonesian.

    Made once, with all routes there (it takes 100 ms); not to be changed by who gets it.
    """
    with translation.override(settings.LANGUAGE_CODE):
        document = dict(api.get_openapi_schema(path_prefix=PREFIX))
    document["components"]["headers"] = HEADERS
    document["tags"] = [{"name": tag, "description": told} for tag, told in TOLD.items()]
    permissions = api.permissions()
    for operations in document["paths"].values():
        for method, operation in operations.items():
            _finish(method, operation)
            if operation["operationId"] in permissions:
                operation["x-permission"] = str(permissions[operation["operationId"]])
    return document


def _finish(method: str, operation: dict[str, Any]) -> None:
    responses = {int(status): response for status, response in operation["responses"].items()}
    if method == "get":
        responses[304] = {"description": MEANINGS[304]}
    if method in CHANGES:
        operation["parameters"].append(IDEMPOTENCY_KEY)
        responses.setdefault(int(HTTPStatus.CONFLICT), deepcopy(responses[404]))
    for status, response in responses.items():
        response["description"] = MEANINGS.get(status, response["description"])
        if status >= HTTPStatus.BAD_REQUEST:
            response["content"] = {MEDIA_TYPE: response["content"].pop("application/json")}
        names = [*_headers(method, status), *response.pop("x-headers", ())]
        response["headers"] = {one: {"$ref": f"#/components/headers/{one}"} for one in names}
    operation["responses"] = {str(status): responses[status] for status in sorted(responses)}


def _headers(method: str, status: int) -> list[str]:
    """Name the headers of an answer, beside those of its own."""
    names = ["RateLimit", "RateLimit-Policy"]
    if method == "get" and status < HTTPStatus.BAD_REQUEST:
        names.append("ETag")
    if method in CHANGES and status < HTTPStatus.BAD_REQUEST:
        names.append("Idempotent-Replayed")
    if status in {429, 503}:
        names.append("Retry-After")
    if status == HTTPStatus.UNAUTHORIZED:
        names.append("WWW-Authenticate")
    return names
