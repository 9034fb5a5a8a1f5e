"""What is due for a reader: their tasks, their unit's, and the dates of their institutions."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Model, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from caruban.kernel.actors import Actor
from caruban.kernel.calendar.actions import digest_of
from caruban.kernel.calendar.entries import INSTITUTION, Entry, of_task
from caruban.kernel.calendar.models import Feed
from caruban.kernel.registers.queries import joined
from caruban.kernel.registers.register import RegisterType, address_of, all_registers, field_of
from caruban.kernel.tiles.queries import natural, to_do

MOST = 1_000  # dates of one register that are shown


def due_for(
    actor: Actor, *, on: date, begin: date, end: date, with_late: bool = False
) -> list[Entry]:
    """Give what is due for an actor from a day to another, both included: by day, then title.

    on          the day that it is; a task that was due before it is late
    with_late   tasks that were due before `begin`, too
    """
    tasks = [of_task(one, one.due, on=on) for one in to_do(actor, on=on) if one.due]
    found = [one for one in tasks if one.day <= end and (one.day >= begin or with_late)]
    for register in all_registers():
        found.extend(_dates_of(register, actor, begin, end))
    return sorted(found, key=lambda one: (one.day, natural(one.title)))


def feed_of(actor: Actor) -> Feed | None:
    """Give one's feed, its last use joined; None where one has none."""
    return Feed.objects.filter(owner_id=actor.pk).select_related("last_use").first()


def feed_by(secret: str) -> Feed | None:
    """Give the feed that a secret opens, owner and last use joined; None once its owner left."""
    rows = Feed.objects.filter(digest=digest_of(secret), owner__is_active=True)
    return rows.select_related("owner", "last_use").first()


def _dates_of(register: RegisterType, actor: Actor, begin: date, end: date) -> Iterator[Entry]:
    """Give the due days of records that an actor may read, of institutions where they work."""
    due = register.due
    if due is None or not actor.is_authenticated:
        return
    rows = joined(register, by=actor).filter(due.open, _at_work(register.model, actor))
    rows = rows.filter(**{f"{due.day}__range": (begin, end)}).order_by(due.day, "pk")
    for record in rows[:MOST]:
        yield Entry(
            day=getattr(record, due.day),
            title=_("%(register)s: %(record)s") % {"register": register.title, "record": record},
            why=capfirst(str(field_of(register, due.day).label)),
            url=address_of(record),
            key=f"{register.name}.{record.pk}",
            whose=INSTITUTION,
            domain=register.domain,
        )


def _at_work(model: type[Model], actor: Actor) -> Q:
    """Narrow to the institutions in which an actor holds a role, however far that may read."""
    lookup = getattr(model, "organisation_path", None)
    places = {one.institution_path for one in actor.holdings}  # type: ignore[union-attr]
    condition = Q(pk__in=())
    for place in places if lookup is not None else ():
        condition |= Q(**{f"{lookup}__path__startswith" if lookup else "path__startswith": place})
    return condition
