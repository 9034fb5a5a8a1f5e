"""Tell every request who acts and from where."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from caruban.kernel.accounts import guards, sessions
from caruban.kernel.accounts.origins import address_of
from caruban.kernel.actors import Guest, Origin, origin
from caruban.kernel.web.pages import is_api
from caruban.kernel.web.problems import problem

# what stays open to who must set up a second step first
OPEN_WITHOUT = frozenset(
    {"account_logout", "account_reauthenticate", "set_language", "switch_role"}
)


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
    At an address that leads nowhere nobody is asked for: that page comes without a database, too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        language = getattr(request, "language_of_account", "")
        if language:
            response.setdefault("Content-Language", language)
        return response

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> None:
        """Begin to speak it before the view runs."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if chosen not in dict(settings.LANGUAGES) and request.user.is_authenticated:
            language = request.user.language
            request.LANGUAGE_CODE = request.language_of_account = language  # type: ignore[attr-defined]
            translation.activate(language)


class SeenSessions:
    """Keep when and from where a session was last used: at most once in ten minutes a process.

    Who came by a token has no session, whatever cookie came along. A page that did not ask who
    reads it asks the database nothing here either: a wrong address is told while that is away.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_by_token = getattr(request, "token", None) is not None
        is_sound = response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
        is_asked = hasattr(request, "_cached_user") and request.user.is_authenticated
        if is_sound and is_asked and not is_by_token and request.session.session_key:
            sessions.see(request)
        return response


class SecondStep:
    """Lead who must have a second step and has none to set it up before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Answer in place of every page but those of the door and of the second step itself."""
        match = request.resolver_match
        name = match.url_name or "" if match else ""
        if name in OPEN_WITHOUT or name.startswith("mfa_"):
            return None
        if not settings.MFA_ROLES or not request.user.is_authenticated:
            return None
        if not guards.lacks_guard(request.user):
            return None
        said = _("Peran Anda menuntut verifikasi dua langkah. Pasang dahulu, lalu lanjutkan.")
        if is_api(request):
            return problem(request, HTTPStatus.FORBIDDEN, said)
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(headers={"HX-Redirect": reverse("mfa_index")})
        messages.warning(request, said)
        return redirect("mfa_index")
