"""Pages of refusal and failure: what happened, what it means, what to do; the id small."""

import sys
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from caruban.kernel.documents.stores.disk import NO_ROOM
from caruban.kernel.documents.stores.interface import StoreAway
from caruban.kernel.web.away import database_away
from caruban.kernel.web.middleware import is_away
from caruban.kernel.web.pages import bare, is_api
from caruban.kernel.web.problems import problem
from caruban.kernel.web.sent import what_was_sent


def _answer(request: HttpRequest, status: HTTPStatus, sentence: str) -> HttpResponse:
    if is_api(request):
        return problem(request, status, sentence)
    return bare(request, f"web/errors/{int(status)}.html", status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what came could not be read; 413 where it was too large."""
    if isinstance(exception, RequestDataTooBig):
        sentence = _("Kiriman terlalu besar.")
        return _answer(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence)
    return _answer(request, HTTPStatus.BAD_REQUEST, _("Kiriman tidak dapat dibaca."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: known, but not allowed."""
    sentence = _("Peran Anda tidak mengizinkan tindakan ini.")
    return _answer(request, HTTPStatus.FORBIDDEN, sentence)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not for this reader."""
    return _answer(request, HTTPStatus.NOT_FOUND, _("Data ini tidak ada, atau bukan untuk Anda."))


def too_many(request: HttpRequest) -> HttpResponse:
    """429: too many tries in a short time."""
    response = _answer(request, HTTPStatus.TOO_MANY_REQUESTS, _("Terlalu banyak percobaan."))
    response["Retry-After"] = "300"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; 503 where database or store of documents were lost, 507 on a full disk."""
    error = sys.exception()
    if is_away(error):
        return database_away(request)
    if isinstance(error, StoreAway):
        sentence = _(
            "Penyimpanan dokumen sedang tidak dapat dihubungi. Coba lagi beberapa menit lagi."
        )
        if is_api(request):
            return problem(request, HTTPStatus.SERVICE_UNAVAILABLE, sentence)
        return bare(
            request, "web/errors/409.html", HTTPStatus.SERVICE_UNAVAILABLE, sentence=sentence
        )
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        sentence = _("Ruang penyimpanan penuh. Tidak ada yang disimpan.")
        return _answer(request, HTTPStatus.INSUFFICIENT_STORAGE, sentence)
    return _answer(
        request, HTTPStatus.INTERNAL_SERVER_ERROR, _("Kesalahan pada sistem, bukan pada Anda.")
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of another kind: the form was open too long, or came from elsewhere.

    What was written is shown, to be copied, where it came from a page of ours.
    """
    if is_api(request):
        return problem(request, HTTPStatus.FORBIDDEN, _("Token CSRF tidak cocok."))
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    sent = what_was_sent(request) if ours else None
    return bare(request, "web/errors/csrf.html", HTTPStatus.FORBIDDEN, sent=sent)
