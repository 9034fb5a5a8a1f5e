"""Who changed something reads the primary until the replica has it, too."""

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse

from caruban.kernel.replica.reading import COOKIE, SAFE
from caruban.kernel.replica.watch import end_of_log, is_configured

Answer = Callable[[HttpRequest], HttpResponse]

LEEWAY = 5  # seconds; a replica that is read lags less than REPLICA_LAG, so it has it by then
FAR = 2**63 - 1  # a place that no replica reaches: where the log ends could not be learnt


class ReadYourWrites:
    """Give the browser a cookie with the end of the log after each request that may have written.

    It stands outside of the sessions, so that theirs are written by then.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not is_configured() or request.method in SAFE or request.method == "OPTIONS":
            return response
        try:
            place = end_of_log()
        except (DatabaseError, InterfaceError):
            place = FAR
        response.set_cookie(
            COOKIE, str(place), max_age=settings.REPLICA_LAG + LEEWAY, httponly=True,
            secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
        )  # fmt: skip
        return response
