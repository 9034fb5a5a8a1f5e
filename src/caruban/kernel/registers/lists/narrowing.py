"""The rows that a reader may read, said so that the database can plan for a million of them.

`access.visible` asks for the path of each row's organisation, by a join; here the organisations
below the reader's places are looked up first, and the rows asked for by their keys: then the
database knows how many to expect, and can read a page from an index. The rows are the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import ForeignKey, Model, Q, QuerySet

from caruban.kernel.access import has_own_needs, reached
from caruban.kernel.accounts.roles import grant_of
from caruban.kernel.actors import Actor
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.records import Record
from caruban.kernel.registers import queries
from caruban.kernel.registers.layout import Column
from caruban.kernel.registers.register import RegisterType, columns_of

MOST = 3_000  # organisations named one by one; of more the path is asked


@dataclass(frozen=True)
class Reach:
    """How far a reader sees into a register.

    everything   that they may read every row of the table
    keys         of the organisations whose rows they may read; None where that is said otherwise
    """

    everything: bool
    keys: tuple[int, ...] | None = None


def reach_of(register: RegisterType, by: Actor) -> Reach:
    """Give how far a reader sees into a register."""
    if has_own_needs(register.model):
        return Reach(everything=False)
    places = reached(by, register.reads)
    if grant_of(register.reads).is_public or "" in places:
        return Reach(everything=True)
    if not places or not _own_key(register.model):
        return Reach(everything=False)
    below = Q()
    for place in places:
        below |= Q(path__startswith=place)
    found = Organisation.objects.filter(below).order_by().values_list("pk", flat=True)
    keys = tuple(found[: MOST + 1])
    return Reach(everything=False, keys=keys if len(keys) <= MOST else None)


def readable(register: RegisterType, *, by: Actor, reach: Reach | None = None) -> QuerySet[Record]:
    """Give the rows of a register that `by` may read, in no order: those of `queries.rows`.

    reach   of `by`, where it is known already
    """
    reach = reach or reach_of(register, by)
    name = _own_key(register.model)
    if reach.keys is None or not name:
        return queries.rows(register, by=by)
    rows: QuerySet[Record] = register.model._default_manager.filter(register.rows)
    return rows.filter(**{f"{name}__in": reach.keys}).annotate(**_computed(columns_of(register)))


def _own_key(model: type[Model]) -> str:
    """Give the column of a table that names the organisation itself; "" where none does."""
    path = getattr(model, "organisation_path", None)
    if not path or "__" in path:
        return ""
    field = model._meta.get_field(path)
    return path if isinstance(field, ForeignKey) else ""


def _computed(columns: Iterable[Column]) -> dict[str, object]:
    return {one.name: one.expression for one in columns if one.expression is not None}
