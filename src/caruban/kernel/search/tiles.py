"""What the search gives to the palette, as one types."""

from collections.abc import Iterator

from caruban.kernel.actors import Actor
from caruban.kernel.search.queries import found
from caruban.kernel.tiles.interface import Found, finders

OF_EACH = 3  # records of one register: the palette is short


@finders
def records(actor: Actor, words: str, *, limit: int) -> Iterator[Found]:
    """Find records of every register that the actor may read."""
    given = 0
    for group in found(words, by=actor, limit=OF_EACH):
        for hit in group.hits:
            if given == limit:
                return
            given += 1
            yield Found(
                hit.title, hit.url, str(group.register.title), group.register.icon or "file-text"
            )
