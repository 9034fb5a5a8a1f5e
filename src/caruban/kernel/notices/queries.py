"""What readers read of their notices; only of records that they may see now."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise

from caruban.kernel.access import may
from caruban.kernel.actors import Actor
from caruban.kernel.events.stream import tell
from caruban.kernel.notices.kinds import KINDS, Kind, Mailing
from caruban.kernel.notices.models import Choice, Notice
from caruban.kernel.workspace.places import Place, shown

COUNTED = 99  # unread notices, at most; beyond it the bell says "99+"
PAGE = 30


@dataclass(frozen=True)
class Told:
    """A notice as its reader reads it: what happened, and what kind of thing it is."""

    notice: Notice
    sentence: str
    kind: str | Promise


@dataclass(frozen=True)
class Page:
    """Some notices of a reader, the latest first.

    before   of the next page: notices older than this primary key; None where there are none
    """

    notices: list[Told]
    before: int | None


@dataclass(frozen=True)
class Chosen:
    """One kind with what a reader has: in the product, and when by mail."""

    kind: Kind
    is_shown: bool
    mailing: Mailing


def of_reader(actor: Actor) -> QuerySet[Notice]:
    """Give the notices that an actor has in the product, the latest first, whatever they tell."""
    return Notice.objects.filter(user=actor.pk, is_shown=True)


def visible_of(notices: Iterable[Notice], *, to: Actor) -> list[Notice]:
    """Narrow notices to those whose records an actor may see now; one query at most."""
    rows = [one for one in notices if one.kind in KINDS]
    places = {id(one): _place(one) for one in rows}
    seen = {id(place) for place in shown(places.values(), to=to)}
    return [one for one in rows if id(places[id(one)]) in seen]


def page_of(
    actor: Actor, *, kind: str = "", unread: bool = False, before: int | None = None
) -> Page:
    """Give a page of an actor's notices: of one kind, unread ones only, older than a key."""
    rows = of_reader(actor).select_related("happening")
    if kind:
        rows = rows.filter(kind=kind)
    if unread:
        rows = rows.filter(read_at=None)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    here = found[:PAGE]
    told = [
        Told(one, tell(one.happening), KINDS.named(one.kind).title)
        for one in visible_of(here, to=actor)
    ]
    return Page(told, here[-1].pk if len(found) > PAGE else None)


def unread_count(actor: Actor) -> int:
    """Count an actor's unread notices, up to one more than `COUNTED`."""
    if not actor.is_authenticated:
        return 0
    return len(visible_of(of_reader(actor).filter(read_at=None)[: COUNTED + 1], to=actor))


def kinds_for(actor: Actor) -> list[Kind]:
    """Give the kinds that an actor could get a notice of."""
    return [one for one in KINDS if one.permission is None or may(actor, one.permission)]


def kinds_had(actor: Actor) -> list[Kind]:
    """Give the kinds of which an actor has notices, by their titles."""
    names = of_reader(actor).order_by().values_list("kind", flat=True).distinct()
    return sorted((KINDS.named(one) for one in names if one in KINDS), key=lambda k: str(k.title))


def choices_of(actor: Actor) -> list[Chosen]:
    """Give what an actor has for every kind that could reach them, by its title."""
    chosen = {one.kind: one for one in Choice.objects.filter(user=actor.pk)}
    return [
        Chosen(
            kind,
            chosen[kind.name].is_shown if kind.name in chosen else True,
            Mailing(chosen[kind.name].mailing if kind.name in chosen else kind.mailing),
        )
        for kind in sorted(kinds_for(actor), key=lambda one: str(one.title))
    ]


def _place(notice: Notice) -> Place:
    return Place(notice.url, "", "", notice.model, notice.subject, notice.permission)
