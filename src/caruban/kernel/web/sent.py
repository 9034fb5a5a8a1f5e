"""What a reader sent when it could not be taken: kept on the page, so that nothing is lost."""

from dataclasses import dataclass

from django.http import HttpRequest

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
