"""Refusals of the API as problem+json (RFC 9457): one shape for every no."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as InputError
from pydantic import Field

from caruban.kernel.errors import Refused, Stale


class FieldProblem(Schema):
    """One input that was refused."""

    field: str = Field(description="where: path, query or body, and the name", examples=["year"])
    detail: str = Field(description="what is wrong and what to do")


class Problem(Schema):
    """A refusal, RFC 9457 `application/problem+json`."""

    type: str = Field("about:blank", description="the kind of problem, as an address")
    title: str = Field(description="the status in words")
    status: int = Field(description="the HTTP status")
    detail: str = Field("", description="what happened and what to do")
    instance: str = Field("", description="the address that was asked")
    errors: list[FieldProblem] = Field(default_factory=list)


def problem(
    request: HttpRequest, status: int, detail: str = "", errors: list[dict[str, str]] | None = None
) -> HttpResponse:
    """Answer a request with a problem document."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "errors": errors or [],
    }
    return JsonResponse(body, status=status, content_type="application/problem+json")


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """A rule of the domain says no: 409; the reader's version is old: 412."""
    status = HTTPStatus.PRECONDITION_FAILED if isinstance(error, Stale) else HTTPStatus.CONFLICT
    errors = [{"field": error.field, "detail": str(error.sentence)}] if error.field else []
    return problem(request, status, str(error.sentence), errors)


def not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    """What one may not see is not there: 404."""
    return problem(request, HTTPStatus.NOT_FOUND, _("Data ini tidak ada, atau bukan untuk Anda."))


def forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    """Seen, but not to be done: 403; not signed in: 401."""
    if not request.actor.is_authenticated:  # type: ignore[attr-defined]
        return problem(request, HTTPStatus.UNAUTHORIZED, _("Masuk dahulu."))
    return problem(request, HTTPStatus.FORBIDDEN, _("Peran Anda tidak mengizinkan tindakan ini."))


def bad_input(request: HttpRequest, error: InputError) -> HttpResponse:
    """An input of the wrong type or out of bounds: 422, each with its place."""
    errors = [
        {"field": ".".join(str(part) for part in one["loc"]), "detail": one["msg"]}
        for one in error.errors
    ]
    return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, _("Periksa isian Anda."), errors)


def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A record that its model refuses: 422, each with its field."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    errors = [
        {"field": field, "detail": sentence}
        for field, sentences in by_field.items()
        for sentence in sentences
    ]
    return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, _("Periksa isian Anda."), errors)


def unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Nobody signed in: 401."""
    return problem(request, HTTPStatus.UNAUTHORIZED, _("Masuk dahulu."))


def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What ninja itself refuses, as a malformed body."""
    return problem(request, error.status_code, str(error))


def handle_problems(api: NinjaAPI) -> None:
    """Have an API answer every refusal of the house with a problem document."""
    handlers: tuple[tuple[type[Exception], Callable[..., HttpResponse]], ...] = (
        (Refused, refused),
        (Http404, not_there),
        (PermissionDenied, forbidden),
        (InputError, bad_input),
        (ValidationError, invalid),
        (AuthenticationError, unauthenticated),
        (HttpError, http_error),
    )
    for kind, handler in handlers:
        api.add_exception_handler(kind, handler)
