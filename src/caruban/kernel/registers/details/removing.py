"""What removing a record would take with it, and what still refers to it and so holds it."""

from dataclasses import dataclass, field

from django.db.models import PROTECT, RESTRICT, Model
from django.utils.text import capfirst

from caruban.kernel.access import may
from caruban.kernel.actors import Actor
from caruban.kernel.attachments.queries import attachments_of
from caruban.kernel.comments.queries import comments_of
from caruban.kernel.records import Record
from caruban.kernel.registers.children import relation_of
from caruban.kernel.registers.details.data import Link
from caruban.kernel.registers.register import RegisterType, address_of, register_of, rows_of

NAMED = 5  # of what refers to it, from each table
COUNTED = 1_000  # more are said as "more than"


@dataclass(frozen=True)
class Holder:
    """A table whose records refer to the one that would be removed.

    links   the first of them that the reader may see;   many   how many there are, up to `COUNTED`
    """

    title: str
    links: tuple[Link, ...]
    many: int


@dataclass
class Removing:
    """What goes: how many of which; what holds it."""

    goes: list[tuple[str, int]] = field(default_factory=list)
    holders: list[Holder] = field(default_factory=list)


def removing(register: RegisterType, record: Record, *, by: Actor) -> Removing:
    """Work out what removing a record means. What refers to it is named only where it is seen."""
    rows = {relation_of(register.model, one)[0]: one for one in rows_of(register)}
    found = Removing()
    for model, one in rows.items():
        back = relation_of(register.model, one)[1]
        many = model._base_manager.filter(**{back.name: record}).count()
        found.goes.append((str(one.title or capfirst(str(model._meta.verbose_name))), many))
    found.goes += [
        ("comments", comments_of(record, by=by).count()),
        ("documents", attachments_of(record, by=by).count()),
    ]
    for relation in record._meta.related_objects:
        holds = getattr(relation, "on_delete", None) in {PROTECT, RESTRICT}
        if holds and relation.related_model not in rows:
            _add_holder(found, relation.related_model, relation.field.name, record, by)
    found.goes = [(what, many) for what, many in found.goes if many]
    return found


def _add_holder(found: Removing, model: type[Model], name: str, record: Record, by: Actor) -> None:
    rows = model._base_manager.filter(**{name: record})
    many = rows.order_by()[:COUNTED].count()
    if not many:
        return
    register = register_of(rows.order_by("pk")[0])
    links: list[Link] = []
    for one in rows.order_by("pk")[: NAMED * 4] if register else ():
        if register and may(by, register.reads, one) and len(links) < NAMED:
            links.append(Link(str(one), address_of(one)))
    title = str(register.title) if register else capfirst(str(model._meta.verbose_name))
    found.holders.append(Holder(title, tuple(links), many))
