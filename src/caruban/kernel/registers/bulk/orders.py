"""What a bulk change is asked to do, and to which records; kept with the run as it was posted."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from django.forms import Field, Form
from django.http import QueryDict

from caruban.kernel.actors import Actor
from caruban.kernel.errors import Refused
from caruban.kernel.records import Record
from caruban.kernel.registers import actions
from caruban.kernel.registers.actions import Values, empty_of
from caruban.kernel.registers.bulk.fields import input_for
from caruban.kernel.registers.register import RegisterType, act_named
from caruban.kernel.registers.runs.models import Run

PREFIX = "set"  # of the fields of an edit; those of an act have its name
CLEAR = "clear"  # in a form: the fields that are emptied


@dataclass(frozen=True)
class Selection:
    """Records of a list: those ticked, by number, or all that a state of it shows.

    query   the state as the query of an address; it matters where `everything` is chosen
    """

    ids: tuple[int, ...] = ()
    everything: bool = False
    query: str = ""

    @classmethod
    def of(cls, posted: QueryDict) -> "Selection":
        """Read a selection from a list's form."""
        ids = tuple(int(one) for one in posted.getlist("record") if one.isdigit())
        everything = posted.get("all") == "1"
        return cls(() if everything else ids, everything, posted.get("query", ""))


@dataclass(frozen=True)
class Order:
    """What is to be done: names of fields, or the name of an act, and the form as it was posted."""

    kind: str
    names: tuple[str, ...] = ()
    act: str = ""
    posted: str = ""
    selection: Selection = field(default_factory=Selection)

    def kept(self) -> dict[str, Any]:
        """Give it as JSON keeps it."""
        return {"order": asdict(self)}

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "Order":
        """Give what was kept."""
        told = dict(asked["order"])
        chosen = told.pop("selection")
        selection = Selection(tuple(chosen["ids"]), chosen["everything"], chosen["query"])
        return cls(**{**told, "names": tuple(told["names"]), "selection": selection})


class Doing:
    """Does what an order asks to one record after the other.

    Raises Refused where the form is no longer right, as when what it points to is gone.
    """

    def __init__(self, register: RegisterType, order: Order, by: Actor) -> None:
        self.register, self.order, self.by = register, order, by
        form = self.form(QueryDict(order.posted))
        if not form.is_valid():
            raise Refused(" ".join(str(said) for many in form.errors.values() for said in many))
        self.values: Values = values_in(register, form)

    def form(self, posted: QueryDict) -> "OrderForm":
        """Give the form of the order, with what was posted."""
        return form_of(self.register, self.order, posted, by=self.by)

    def differing(self, record: Record) -> Values:
        """Give what an edit would change of a record; of other orders nothing."""
        if self.order.kind != Run.Kind.EDIT:
            return {}
        settled = actions.settled(self.register, self.values, record)
        return actions.differing(self.register, record, settled)

    def do(self, record: Record) -> None:
        """Do it by the register's own verb or action; raises what that raises."""
        self._verb(record)

    @cached_property
    def _verb(self) -> Callable[[Record], Any]:
        register, by, values = self.register, self.by, self.values
        if self.order.kind == Run.Kind.EDIT:
            return lambda record: actions.change(register, record, by=by, values=values)
        if self.order.kind == Run.Kind.REMOVE:
            return lambda record: actions.remove(register, record, by=by)
        act = act_named(register, self.order.act)
        return lambda record: act.action(record, by=by, **values)


def form_of(
    register: RegisterType, order: Order, posted: QueryDict | None, *, by: Actor
) -> "OrderForm":
    """Give the form that an order asks: the chosen fields, or the details of its act."""
    if order.kind == Run.Kind.EDIT:
        inputs = {name: input_for(register, name, by=by) for name in order.names}
    elif order.kind == Run.Kind.ACT:
        details = act_named(register, order.act).details
        inputs = {name: make() for name, make in details.items()}
    else:
        inputs = {}
    form = OrderForm(posted, prefix=order.act or PREFIX)
    form.take(inputs)
    return form


class OrderForm(Form):
    """The fields of an order; each may be emptied instead, where it may be empty."""

    use_required_attribute = False

    def take(self, inputs: Mapping[str, Field]) -> None:
        """Take these fields."""
        self.fields.update(inputs)
        for name in self.cleared():
            self.fields[name].required = False

    def cleared(self) -> set[str]:
        """Give the fields that are to be emptied."""
        posted = self.data.getlist(CLEAR) if isinstance(self.data, QueryDict) else []
        return {name for name in posted if name in self.fields}


def values_in(register: RegisterType, form: OrderForm) -> Values:
    """Give the values of a valid form by name; relations to many as lists."""
    cleared = form.cleared()
    return {
        name: empty_of(register, name)
        if name in cleared
        else list(value)
        if hasattr(value, "all")
        else value
        for name, value in form.cleaned_data.items()
    }
