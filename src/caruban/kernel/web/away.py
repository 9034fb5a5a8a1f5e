"""The page of a lost database: says so, keeps what was typed, tries again. Asks nothing of it."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from caruban.kernel.web.pages import bare, is_api
from caruban.kernel.web.problems import problem
from caruban.kernel.web.sent import what_was_sent

RETRY_AFTER = 10  # seconds


def database_away(request: HttpRequest) -> HttpResponse:
    """Answer 503: problem+json to the API, a page to people, both with `Retry-After`.

    A page that was only read loads itself again; a form that was sent comes back with what it
    held, to be sent again by one button. Passwords and files are not kept, and the page says so.
    """
    if is_api(request):
        sentence = _("Basis data sedang tidak dapat dihubungi. Ulangi sepuluh detik lagi.")
        response = problem(request, HTTPStatus.SERVICE_UNAVAILABLE, sentence)
    else:
        sent = what_was_sent(request) if request.method == "POST" else None
        response = bare(request, "web/errors/away.html", HTTPStatus.SERVICE_UNAVAILABLE, sent=sent)
        if sent is None:
            response["Refresh"] = str(RETRY_AFTER)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response
