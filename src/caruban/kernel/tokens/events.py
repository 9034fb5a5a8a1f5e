from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from caruban.kernel.events.stream import Event


@dataclass(frozen=True, kw_only=True)
class TokenMade(Event):
    """Somebody made a token for a program of theirs."""

    name = "token.made"
    sentence = _("{actor} membuat token akses {subject} dengan cakupan {scopes}.")
    scopes: str


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Event):
    """A token was taken back, by its owner or an operator; it opens nothing any more."""

    name = "token.revoked"
    sentence = _("{actor} mencabut token akses {subject}.")
