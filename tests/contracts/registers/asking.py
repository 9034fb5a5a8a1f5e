"""What can be asked of a list so that a record is among the answers; said by the kind of a field.

asking(register, "amount", record)   [{"amount_min": "3"}, {"amount_max": "3"}]
"""

from django.utils import timezone

from caruban.kernel.registers.kinds import Kind
from caruban.kernel.registers.lists.fields import known
from caruban.kernel.registers.showing import value_of

PART = 30  # characters of a text that are asked for


def asking(register, name, record):
    """Give queries that let a record through a filter; none for what it cannot be asked by."""
    field, value = known(register, name), value_of(record, name)
    if field.kind is Kind.MANY:
        value = list(value.all())
    if value in (None, "", []):
        return [{f"{name}_empty": "true"}]
    return BY_KIND[field.kind](name, value)


def _ends(suffixes, write=str):
    return lambda name, value: [{f"{name}{one}": write(value)} for one in suffixes]


def _day(value):
    return timezone.localtime(value).date().isoformat()


def _one(write=str):
    return lambda name, value: [{name: write(value)}]


TEXT = _one(lambda value: value[:PART])
BY_KIND = {
    Kind.TEXT: TEXT,
    Kind.LONG: TEXT,
    Kind.EMAIL: TEXT,
    Kind.ADDRESS: TEXT,
    Kind.WHOLE: _ends(("_min", "_max")),
    Kind.DECIMAL: _ends(("_min", "_max")),
    Kind.DAY: _ends(("_after", "_before"), lambda value: value.isoformat()),
    Kind.MOMENT: _ends(("_after", "_before"), _day),
    Kind.YES_NO: _one(lambda value: "true" if value else "false"),
    Kind.CHOICE: _one(),
    Kind.RELATION: _one(lambda value: str(value.pk)),
    Kind.PLACE: _one(lambda value: str(value.pk)),
    Kind.MANY: _one(lambda value: str(value[0].pk)),
    Kind.LIST: _one(lambda value: value[0]),
}
