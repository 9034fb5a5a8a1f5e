"""A place: a page that one comes back to, and the question whether its reader may see it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.apps import apps
from django.core import signing
from django.db.models import CharField, F, Model, QuerySet, Value

from caruban.kernel.access import may, visible
from caruban.kernel.actors import Actor
from caruban.kernel.permissions import Permission, declared

SALT = "caruban.workspace.place"
LONGEST_URL, LONGEST_TITLE = 500, 200

Key = tuple[str, int]  # a model by its label, and a primary key


@dataclass(frozen=True)
class Place:
    """A page by its address and title, with what to ask before it is shown to its reader.

    note         the kind of thing it is: "Aplikasi", "Evaluasi"; may be empty
    model, pk    the record it shows, by label ("evaluation.assessment"); "" and None for none
    permission   what its reader must hold for the record, or anywhere; "" for nothing
    """

    url: str
    title: str
    note: str = ""
    model: str = ""
    pk: int | None = None
    permission: str = ""

    @classmethod
    def of(
        cls,
        url: str,
        title: str,
        *,
        note: str = "",
        subject: Model | None = None,
        permission: Permission | None = None,
    ) -> "Place":
        """Make the place of a page. Raises ValueError for a record without a permission."""
        if subject is not None and permission is None:
            raise ValueError("a place of a record names the permission to read it")
        return cls(
            url[:LONGEST_URL],
            str(title)[:LONGEST_TITLE],
            str(note)[:LONGEST_TITLE],
            subject._meta.label_lower if subject is not None else "",
            subject.pk if subject is not None else None,
            str(permission or ""),
        )

    @property
    def plain(self) -> dict[str, Any]:
        """Give it as JSON holds it."""
        return asdict(self)

    @property
    def word(self) -> str:
        """Give it as a signed word, so that a form can bring it back and nobody can make one."""
        return signing.dumps(list(asdict(self).values()), salt=SALT)

    @classmethod
    def read(cls, word: str) -> "Place":
        """Give the place of a signed word. Raises ValueError for any other."""
        try:
            return cls(*signing.loads(word, salt=SALT))
        except signing.BadSignature as error:
            raise ValueError("not a place of ours") from error


def shown(places: Iterable[Place], *, to: Actor) -> list[Place]:
    """Narrow places to those that an actor may see now, in their order: one query at most."""
    candidates = list(places)
    seen = _seen([one for one in candidates if one.model], to)
    return [one for one in candidates if (_key(one) in seen if one.model else _held(one, to))]


def _held(place: Place, actor: Actor) -> bool:
    if not place.permission:
        return True
    permission = declared().get(place.permission)
    return permission is not None and may(actor, permission)


def _key(place: Place) -> Key:
    return (f"{place.model} {place.permission}", place.pk or 0)


def _seen(places: Sequence[Place], actor: Actor) -> set[Key]:
    """Give which records of places an actor may see, as one query over all their tables."""
    wanted: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one in places:
        wanted[one.model, one.permission].add(one.pk or 0)
    parts = [
        part
        for (model, permission), keys in wanted.items()
        if (part := _rows(model, permission, keys, actor)) is not None
    ]
    if not parts:
        return set()
    first, *others = parts
    return set(first.union(*others, all=True) if others else first)


def _rows(label: str, name: str, keys: set[int], actor: Actor) -> QuerySet[Any, Key] | None:
    """Give label and key of the visible records of a table; None where table or word are gone."""
    permission = declared().get(name)
    try:
        model = apps.get_model(label)
    except LookupError:
        return None
    if permission is None:
        return None
    rows = visible(model, to=actor, permission=permission).filter(pk__in=keys).order_by()
    named = rows.annotate(place_of=Value(f"{label} {name}", output_field=CharField()))
    keyed: QuerySet[Any, Key] = named.values_list("place_of", F("pk"))
    return keyed
