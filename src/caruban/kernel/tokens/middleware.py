"""A request below /api/ that brings a token acts as the token's owner, within its scopes."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from caruban.kernel.accounts.origins import address_of
from caruban.kernel.tokens import queries
from caruban.kernel.tokens.actions import note_use
from caruban.kernel.tokens.scopes import allowed_by
from caruban.kernel.web.pages import is_api
from caruban.kernel.web.problems import CHALLENGE, problem

SCHEME = "bearer "


class TokenOfRequest:
    """Set `request.actor` to the owner of the token in `Authorization`, limited by its scopes.

    A token that opens nothing, or not any more, is refused (401) even where a guest could read:
    its program should learn of it. With a token the session is not looked at and no CSRF token is
    asked for: another site cannot make a browser send this header. Pages never look at tokens.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        header = request.headers.get("Authorization", "")
        request.token = None  # type: ignore[attr-defined]
        request.has_wrong_token = False  # type: ignore[attr-defined]
        if is_api(request) and header.lower().startswith(SCHEME):
            self.open(request, header[len(SCHEME) :].strip())
        return self.get_response(request)

    def open(self, request: HttpRequest, secret: str) -> None:
        """Let the token's owner act."""
        now = timezone.now()
        token = queries.by_secret(secret, at=now)
        if token is None:
            request.has_wrong_token = True  # type: ignore[attr-defined]
            return
        owner = token.owner
        owner.limited_to = allowed_by(token.scopes)
        request.token, request.actor, request.user = token, owner, owner  # type: ignore[attr-defined]
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # noqa: SLF001 (Django's own switch for it)
        note_use(token, at=now, address=address_of(request))

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Refuse a wrong token, after it was counted against its sender's budget."""
        if not request.has_wrong_token:  # type: ignore[attr-defined]
            return None
        said = _("Token ini tidak berlaku, atau tidak berlaku lagi. Buat yang baru di akun Anda.")
        refusal = problem(request, HTTPStatus.UNAUTHORIZED, said)
        refusal["WWW-Authenticate"] = f'{CHALLENGE}, error="invalid_token"'
        return refusal
