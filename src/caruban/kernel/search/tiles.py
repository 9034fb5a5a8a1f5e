"""What the search gives to the palette, as one types."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from caruban.kernel.actors import Actor
from caruban.kernel.search.queries import found
from caruban.kernel.tiles.interface import Found, finders

OF_EACH = 3  # records of one register: the palette is short


@finders
def records(actor: Actor, words: str, *, limit: int) -> Iterator[Found]:
    """Find records of every register that the actor may read; last, the page with all of them."""
    hits = [
        Found(hit.title, hit.url, str(group.register.title), group.register.icon or "file-text")
        for group in found(words, by=actor, limit=OF_EACH)
        for hit in group.hits
    ]
    yield from hits[: limit - 1]
    if hits:
        everything = f"{reverse('search')}?{urlencode({'q': words})}"
        yield Found(_("Semua hasil untuk “%(words)s”") % {"words": words}, everything, "", "search")
