"""What people find on their own desk: favourites, places opened lately, whether letters work."""

from dataclasses import dataclass
from functools import cached_property

from caruban.kernel.actors import Actor
from caruban.kernel.workspace.models import Desk, Visit
from caruban.kernel.workspace.places import Place, shown


@dataclass
class MyDesk:
    """A reader's desk, read once a request; a guest's is empty, with shortcuts off."""

    actor: Actor

    @cached_property
    def _desk(self) -> Desk | None:
        if not self.actor.is_authenticated:
            return None
        return Desk.objects.filter(user=self.actor.pk).first() or Desk()

    @property
    def shortcuts(self) -> bool:
        """Say whether single letters work as shortcuts."""
        return self._desk is not None and self._desk.shortcuts

    @cached_property
    def favourites(self) -> list[Place]:
        """Give the favourites that the reader may see now, in their own order."""
        return shown(self._desk.places, to=self.actor) if self._desk is not None else []

    def keeps(self, place: Place) -> bool:
        """Say whether a place is among the favourites, seen or not."""
        return self._desk is not None and any(one.url == place.url for one in self._desk.places)


def recent(actor: Actor, *, limit: int = 8) -> list[Visit]:
    """Give what an actor opened or changed lately and may still see, the latest first."""
    if not actor.is_authenticated:
        return []
    visits = list(Visit.objects.filter(user=actor.pk))
    seen = set(shown([one.place for one in visits], to=actor))
    return [one for one in visits if one.place in seen][:limit]
