"""The page of a lost database: says so, keeps what was typed, tries again. Asks nothing of it."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from caruban.kernel.web.pages import bare, is_api
from caruban.kernel.web.problems import problem

RETRY_AFTER = 10  # seconds
SECRETS = ("password", "sandi")


@dataclass(frozen=True)
class Sent:
    """What a reader sent and what of it is kept for sending again.

    fields    (name, value) of everything but secrets, the CSRF token included
    shown     the texts that a person wrote, to be read and copied
    lost      whether something must be given again: a password, a file
    """

    fields: list[tuple[str, str]]
    shown: list[str]
    lost: bool


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


def what_was_sent(request: HttpRequest) -> Sent:
    """Give what a form held, to be sent again."""
    posted = [(name, value) for name, values in request.POST.lists() for value in values]
    fields = [(name, value) for name, value in posted if not _is_secret(name)]
    return Sent(
        fields=fields,
        shown=[value for _name, value in fields if len(value.split()) > 1],
        lost=len(fields) < len(posted) or bool(request.FILES),
    )


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in SECRETS)
