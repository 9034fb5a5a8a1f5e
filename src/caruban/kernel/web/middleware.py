"""What every request passes: an id, headers of safety, the reader's language, a lost database."""

import logging
import re
from collections.abc import Callable
from http import HTTPStatus
from uuid import uuid4

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.cache import patch_vary_headers
from psycopg_pool import PoolTimeout

from caruban.kernel.errors import Refused
from caruban.kernel.web.away import database_away
from caruban.kernel.web.pages import bare, is_api
from caruban.kernel.web.problems import status_of
from caruban.kernel.web.sent import what_was_sent

Answer = Callable[[HttpRequest], HttpResponse]

logger = logging.getLogger(__name__)

AN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

# no inline script or style anywhere: what a page needs is a file of ours
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; frame-src 'none'; "
    "object-src 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class HeadOfApi:
    """Answer HEAD below /api/ as GET would be, without the content: ninja knows it not."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "HEAD" or not is_api(request):
            return self.get_response(request)
        request.method = "GET"
        try:
            response = self.get_response(request)
        finally:
            request.method = "HEAD"
        if not response.streaming:
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response


class RequestId:
    """Give every request an id, the trusted proxy's where it sent a sound one; answer with it.

    It stands in the history of what the request changed, on error pages and in the log.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "") if settings.BEHIND_PROXY else ""
        request.id = given if AN_ID.fullmatch(given) else uuid4().hex  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.id  # type: ignore[attr-defined]
        return response


class SecurityHeaders:
    """Put the headers of safety on every answer; a view that is stricter keeps its own."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return response


class LanguageOfReader:
    """Speak Indonesian, unless the reader chose otherwise: a browser set to English did not."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        patch_vary_headers(response, ("Cookie",))
        response.setdefault("Content-Language", language)
        return response


class DatabaseAway:
    """Answer a lost database in words, with 503, so that the reader can wait and send again.

    What breaks outside of views, as the session's own reading, comes by `views.server_error`.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn the database's absence into its page; leave every other error alone."""
        if not is_away(error):
            return None
        logger.warning("database away: %s %s: %s", request.method, request.path, error)
        return database_away(request)


class RefusalsInWords:
    """Answer with a page what no view worded.

    A rule's refusal (409), a method not taken (405), and a session that ended while somebody
    wrote (401): going to sign in at once would lose what they wrote.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_api(request):
            return response
        if isinstance(response, HttpResponseNotAllowed):
            page = bare(request, "web/errors/405.html", HTTPStatus.METHOD_NOT_ALLOWED)
            page["Allow"] = response["Allow"]
            return page
        if leads_to_the_door(response):
            return session_ended(request) or response
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Show the sentence of a refusal that no view turned into a message or a form's error."""
        if not isinstance(error, Refused) or is_api(request):
            return None
        return bare(request, "web/errors/409.html", status_of(error), sentence=str(error))


def leads_to_the_door(response: HttpResponse) -> bool:
    """Say whether an answer sends its reader to sign in."""
    place = response.headers.get("Location", "")
    return place.split("?")[0] == resolve_url(settings.LOGIN_URL)


def session_ended(request: HttpRequest) -> HttpResponse | None:
    """Keep what was written on a page that says to sign in; None where nothing was."""
    sent = what_was_sent(request)
    if request.headers.get("HX-Request") != "true" and not sent.shown:
        return None
    return bare(request, "web/errors/401.html", HTTPStatus.UNAUTHORIZED, sent=sent)


def is_away(error: BaseException | None) -> bool:
    """Say whether an error means that the database cannot be asked now."""
    return isinstance(error, OperationalError | InterfaceError | PoolTimeout)
