"""Refusals of the API as problem+json (RFC 9457): one shape for every no."""

from collections.abc import Callable, Iterable, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as InputError
from pydantic import Field

from caruban.kernel.errors import Away, Full, Refused, Stale, sentences_of

MEDIA_TYPE = "application/problem+json"
CHALLENGE = 'Bearer realm="Caruban"'
KEPT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate", "Cache-Control")

# pydantic's kinds of mistakes, in the words of the house; the others keep pydantic's own
WRONG_INPUT = {
    "missing": gettext_lazy("Isian ini wajib."),
    "extra_forbidden": gettext_lazy("Isian ini tidak dikenal."),
    "int_parsing": gettext_lazy("Isi bilangan bulat."),
    "int_type": gettext_lazy("Isi bilangan bulat."),
    "int_from_float": gettext_lazy("Isi bilangan bulat."),
    "decimal_parsing": gettext_lazy("Isi angka."),
    "decimal_type": gettext_lazy("Isi angka."),
    "finite_number": gettext_lazy("Isi angka."),
    "bool_parsing": gettext_lazy("Isi true atau false."),
    "bool_type": gettext_lazy("Isi true atau false."),
    "string_type": gettext_lazy("Isi teks."),
    "list_type": gettext_lazy("Isi daftar."),
    "greater_than_equal": gettext_lazy("Isi %(ge)s atau lebih."),
    "less_than_equal": gettext_lazy("Isi %(le)s atau kurang."),
    "string_too_long": gettext_lazy("Isi paling banyak %(max_length)s karakter."),
    "too_short": gettext_lazy("Isi paling sedikit %(min_length)s butir."),
    "too_long": gettext_lazy("Isi paling banyak %(max_length)s butir."),
    "string_pattern_mismatch": gettext_lazy("Bentuknya harus cocok dengan pola %(pattern)s."),
    "literal_error": gettext_lazy("Pilih salah satu dari: %(expected)s."),
    "enum": gettext_lazy("Pilih salah satu dari: %(expected)s."),
}
SENTENCES = {
    HTTPStatus.BAD_REQUEST: gettext_lazy("Isi permintaan tidak dapat dibaca sebagai JSON."),
    HTTPStatus.UNAUTHORIZED: gettext_lazy("Masuk dahulu."),
    HTTPStatus.FORBIDDEN: gettext_lazy("Token CSRF tidak cocok."),
    HTTPStatus.NOT_FOUND: gettext_lazy("Alamat ini tidak ada di API."),
    HTTPStatus.METHOD_NOT_ALLOWED: gettext_lazy("Metode ini tidak tersedia di alamat ini."),
    HTTPStatus.TOO_MANY_REQUESTS: gettext_lazy("Terlalu banyak permintaan. Tunggu sebentar."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: gettext_lazy("Kiriman terlalu besar."),
    HTTPStatus.INTERNAL_SERVER_ERROR: gettext_lazy("Kesalahan pada sistem, bukan pada Anda."),
}


class FieldProblem(Schema):
    """One input that was refused."""

    field: str = Field(description="where: path, query or body, and the name", examples=["year"])
    detail: str = Field(description="what is wrong and what to do")


class ChangeProblem(Schema):
    """One field that somebody else changed meanwhile."""

    field: str = Field(description="the field as people know it", examples=["penjelasan"])
    before: str = Field(description="what you saw")
    after: str = Field(description="what stands there now")


class Problem(Schema):
    """A refusal, RFC 9457 `application/problem+json`."""

    type: str = Field("about:blank", description="the kind of problem, as an address")
    title: str = Field(description="the status in words", examples=["Not Found"])
    status: int = Field(description="the HTTP status", examples=[404])
    detail: str = Field("", description="what happened and what to do, in Indonesian")
    instance: str = Field("", description="the address that was asked")
    errors: list[FieldProblem] = Field(default_factory=list, description="inputs refused")
    changes: list[ChangeProblem] = Field(
        default_factory=list, description="with 412: what somebody else changed meanwhile"
    )


def problem(
    request: HttpRequest,
    status: int,
    detail: str = "",
    errors: list[dict[str, str]] | None = None,
    changes: Iterable[dict[str, str]] = (),
) -> HttpResponse:
    """Answer a request with a problem document."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "errors": errors or [],
        "changes": list(changes),
    }
    response = JsonResponse(body, status=status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = CHALLENGE
    return response


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """A rule of the domain says no: 409; 507 where there is no room, 503 where a store is away."""
    errors = [{"field": error.field, "detail": str(error.sentence)}] if error.field else []
    return problem(request, status_of(error), str(error.sentence), errors)


def status_of(error: Refused) -> HTTPStatus:
    """Give the status of a refusal that has no form to stand on."""
    if isinstance(error, Away):
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.INSUFFICIENT_STORAGE if isinstance(error, Full) else HTTPStatus.CONFLICT


def stale(request: HttpRequest, error: Stale) -> HttpResponse:
    """The reader's version is old: 412, with what changed since."""
    changes = [
        {"field": one.label, "before": one.before, "after": one.after} for one in error.changes
    ]
    sentence = str(error.sentence)
    return problem(request, HTTPStatus.PRECONDITION_FAILED, sentence, changes=changes)


def not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    """What one may not see is not there: 404, in the words of what looked for it."""
    said = str(error)
    is_sentence = said.endswith(".")
    sentence = said if is_sentence else _("Data ini tidak ada, atau bukan untuk Anda.")
    return problem(request, HTTPStatus.NOT_FOUND, sentence)


def forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    """Seen, but not to be done: 403; not signed in: 401."""
    if not request.actor.is_authenticated:  # type: ignore[attr-defined]
        return problem(request, HTTPStatus.UNAUTHORIZED, _("Masuk dahulu."))
    return problem(request, HTTPStatus.FORBIDDEN, _("Peran Anda tidak mengizinkan tindakan ini."))


def bad_input(request: HttpRequest, error: InputError) -> HttpResponse:
    """An input of the wrong type or out of bounds: 422, each with its place."""
    errors = [{"field": _place(one["loc"]), "detail": _said(one)} for one in error.errors]
    return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, _("Periksa isian Anda."), errors)


def _place(steps: Sequence[str | int]) -> str:
    """Name an input; a body that is all that is sent is named once, not twice."""
    is_whole = tuple(steps[:2]) == ("body", "body")
    return ".".join(str(step) for step in steps[is_whole:])


def _said(mistake: dict[str, Any]) -> str:
    sentence = WRONG_INPUT.get(mistake["type"])
    if sentence is None:
        return str(mistake["msg"])
    bounds: dict[str, Any] = mistake.get("ctx", {})
    return str(str(sentence) % bounds)


def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A record that its model refuses: 422, each with its field."""
    errors = [
        {"field": field, "detail": sentence}
        for field, sentences in sentences_of(error).items()
        for sentence in sentences
    ]
    return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, _("Periksa isian Anda."), errors)


def unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Nobody signed in: 401."""
    return problem(request, HTTPStatus.UNAUTHORIZED, _("Masuk dahulu."))


def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What ninja itself refuses, as a malformed body, or a route with a status of its own."""
    sentence = SENTENCES.get(HTTPStatus(error.status_code))
    return problem(request, error.status_code, str(sentence or error))


def handle_problems(api: NinjaAPI) -> None:
    """Have an API answer every refusal of the house with a problem document."""
    handlers: tuple[tuple[type[Exception], Callable[..., HttpResponse]], ...] = (
        (Stale, stale),
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


class ProblemsOfApi:
    """Turn whatever else is refused below /api/ into a problem document too.

    A wrong method or an unknown address never reaches a route; Django and ninja answer those in
    plain text or as a page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_refusal = response.status_code >= HTTPStatus.BAD_REQUEST
        if not (is_refusal and request.path.startswith("/api/")):
            return response
        if response.headers.get("Content-Type", "").startswith(MEDIA_TYPE):
            return response
        sentence = SENTENCES.get(HTTPStatus(response.status_code), "")
        said = problem(request, response.status_code, str(sentence))
        for name in KEPT_HEADERS:
            if name in response.headers:
                said[name] = response[name]
        return said
