"""Tell every request who acts and from where."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from caruban.kernel.accounts import sessions
from caruban.kernel.actors import Guest, Origin, origin


class ActorOfRequest:
    """Set `request.actor` (a User, or a Guest) and the origin that history writes down."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: request.user if request.user.is_authenticated else Guest()
        )
        here = Origin(address_of(request), getattr(request, "id", ""))
        token = origin.set(here)
        try:
            return self.get_response(request)
        finally:
            origin.reset(token)


class LanguageOfAccount:
    """Speak the language that the reader's account keeps, where this browser chose none.

    It stays in force until the outer `LanguageOfReader` ends, so that refusals speak it as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        if chosen not in known and request.user.is_authenticated:
            language = request.user.language
            request.LANGUAGE_CODE = language
            translation.activate(language)
            response = self.get_response(request)
            response.setdefault("Content-Language", language)
            return response
        return self.get_response(request)


class SeenSessions:
    """Keep when and from where a session was last used: at most once in ten minutes a process."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated:
            sessions.see(request)
        return self.get_response(request)


def address_of(request: HttpRequest) -> str:
    """Give the reader's address; behind the one trusted proxy, the last that it forwarded."""
    if settings.BEHIND_PROXY:
        forwarded = request.headers.get("X-Forwarded-For", "")
        if forwarded:
            return forwarded.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
