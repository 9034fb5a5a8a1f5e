"""Saving a form once, however often it is sent: a second click leads where the first one led.

The token of the form is kept in the same transaction as what it saved. Two clicks at once wait for
each other on it, so that the second sees what the first one did.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.http import QueryDict

from caruban.kernel.actors import Actor, key_of
from caruban.kernel.registers.forms.models import Sent

FIELD = "token"
OWN = ("csrfmiddlewaretoken", FIELD)  # of the page, not of what is in the form


def new_token() -> str:
    """Give the token of a form that is about to be shown."""
    return str(uuid4())


class SentOtherwise(Exception):
    """A form was saved before with something else in it; `url` is where its reader was led."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


def once(token: str, *, by: Actor, save: Callable[[], str], digest: str = "") -> tuple[str, bool]:
    """Save a form unless it was saved before; give where its reader is led, and whether it is new.

    token    the form's own; one that is none of ours saves each time
    save     does it and gives the address of the page that follows; what it raises keeps nothing
    digest   of what is in the form

    Raises SentOtherwise where it was saved with another digest.
    """
    number = number_of(token)
    if number is None:
        with transaction.atomic():
            return save(), True
    with transaction.atomic():
        # waits for the same form, if it is being saved right now
        Sent.objects.bulk_create([Sent(user_id=key_of(by), token=number)], ignore_conflicts=True)
        mine = Sent.objects.select_for_update().get(user_id=key_of(by), token=number)
        if mine.url and mine.digest != digest:
            raise SentOtherwise(mine.url)
        if mine.url:
            return mine.url, False
        mine.url, mine.digest = save()[:500], digest
        mine.save(update_fields=["url", "digest"])
        return mine.url, True


def digest_of(posted: QueryDict, files: "Mapping[str, Any] | None" = None) -> str:
    """Give what tells what is in a form from anything else: of its files, name and size."""
    told = [(name, posted.getlist(name)) for name in sorted(posted) if name not in OWN]
    sizes = [(name, one.name, one.size) for name, one in (files or {}).items()]
    return sha256(repr((told, sizes)).encode("utf-8", "surrogatepass")).hexdigest()


def with_content(token: str, *content: str) -> str:
    """Give a token that stands for a form and for what was sent by it.

    For a form to which one comes back to say something else, as a field for comments is: going
    back shows it again with its old token, and what is new must not be taken for a second click.
    """
    number = number_of(token)
    return "" if number is None else str(uuid5(number, "\0".join(content)))


def was_sent(token: str, *, by: Actor) -> bool:
    """Say whether a form was saved already."""
    number = number_of(token)
    return number is not None and Sent.objects.filter(user_id=key_of(by), token=number).exists()


def number_of(token: str) -> UUID | None:
    """Read a token; None for what is none."""
    try:
        return UUID(token)
    except ValueError:
        return None
