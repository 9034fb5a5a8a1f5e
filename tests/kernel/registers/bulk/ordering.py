"""A bulk change step by step, and what came of it."""

from django.http import QueryDict

from caruban.kernel.registers.bulk import actions
from caruban.kernel.registers.bulk.orders import Order, Selection
from tests.toys.registers import ToyRegister


def selected(*records, everything=False, query=""):
    return Selection(tuple(one.pk for one in records), everything, query)


def posted(prefix="set", clear=(), **values):
    """Give a form as a browser posts it."""
    form = QueryDict(mutable=True)
    for name, value in values.items():
        form[f"{prefix}-{name}"] = value
    form.setlist("clear", clear)
    return form.urlencode()


def edit(selection, *, by, clear=(), **values):
    """Order an edit; give the run that was looked at."""
    names = tuple(dict.fromkeys([*values, *clear]))
    return ordered(
        Order("edit", names, posted=posted(clear=clear, **values), selection=selection), by
    )


def act(selection, *, by, **details):
    order = Order("act", act="approve", posted=posted("approve", **details), selection=selection)
    return ordered(order, by)


def remove(selection, *, by):
    return ordered(Order("remove", selection=selection), by)


def ordered(order, by):
    return actions.order(ToyRegister, order, by=by)


def lines(run):
    """Give what becomes of each record, by its name."""
    return [(one.title.split()[0] if one.title else "", one.outcome) for one in run.lines.all()]


def reasons(run):
    return [said for one in run.lines.all() for *_rest, said in one.told if one.outcome != "change"]
