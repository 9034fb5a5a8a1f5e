"""The filters of a list as a reader sees them: one group for each that the register names."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.forms import BoundField
from django.urls import reverse
from django.utils.text import capfirst

from caruban.kernel.registers.lists.choosing import sought
from caruban.kernel.registers.lists.fields import known, label_of
from caruban.kernel.registers.lists.filters import Records, parameters
from caruban.kernel.registers.lists.state import FIND, State
from caruban.kernel.registers.register import RegisterType

SHOWN = 20  # records offered at once; of more the reader types a part of the name


@dataclass(frozen=True)
class Offered:
    """A record that a filter offers: key, words, depth in a tree, whether it is chosen."""

    key: int
    words: str
    depth: int = 0
    is_chosen: bool = False


@dataclass(frozen=True)
class Group:
    """One filter: what it is called, its fields, and for records those that it offers.

    shape    "records", "choices", "range", "time", "one"
    empty    the field that asks whether there is anything; None where there always is
    find     what was typed to find a record;   source   the address that is asked as one types
    """

    name: str
    label: str
    shape: str
    fields: list[BoundField]
    empty: BoundField | None = None
    offered: list[Offered] = field(default_factory=list)
    find: str = ""
    source: str = ""
    is_many: bool = False

    @property
    def has_errors(self) -> bool:
        """Say whether anything in it could not be read."""
        return any(one.errors for one in [*self.fields, *filter(None, [self.empty])])


def groups(state: State, typed: dict[str, str]) -> list[Group]:
    """Give the filters that a reader has; what somebody typed to find a record by its name."""
    return [one for name in state.register.filters for one in _group(state, name, typed)]


def _group(state: State, name: str, typed: dict[str, str]) -> Iterator[Group]:
    form, register = state.filters.form, state.register
    there = [one for one in parameters(register, name) if one in form.fields]
    if not there:
        return
    empty = form[f"{name}_empty"] if f"{name}_empty" in there else None
    fields = [form[one] for one in there if one != f"{name}_empty"]
    label = capfirst(str(label_of(register, name)))
    if isinstance(state.filters.filters.get(name), Records):
        find = typed.get(name, "")
        offers, is_many = offers_of(state, name, find)
        source = reverse("registers:filter_choices", args=[register, name])
        is_many = is_many or bool(find)
        yield Group(name, label, "records", fields, empty, offers, find, source, is_many=is_many)
    else:
        yield Group(name, label, _shape(register, name, fields), fields, empty)


def _shape(register: RegisterType, name: str, fields: list[BoundField]) -> str:
    kind = known(register, name)
    if kind is not None and kind.kind.is_time:
        return "time"
    if len(fields) > 1:
        return "range"
    widget = type(fields[0].field.widget).__name__ if fields else ""
    return "choices" if widget == "CheckboxSelectMultiple" else "one"


def offers_of(state: State, name: str, find: str) -> tuple[list[Offered], bool]:
    """Give the records that a filter offers, and whether there are more than can be shown.

    Those chosen come first, then those in which the words are found; without words the first ones.
    """
    form = state.filters.form
    chosen = [] if name in form.errors else form.cleaned_data.get(name, [])
    found = sought(state.register, name, find, by=state.by, limit=SHOWN + 1)
    others = [one for one in found[:SHOWN] if one not in chosen]
    offers = [Offered(one.pk, str(one), _depth(one), is_chosen=True) for one in chosen]
    offers += [Offered(one.pk, str(one), _depth(one)) for one in others]
    return offers, len(found) > SHOWN


def _depth(record: object) -> int:
    """Give how deep an organisation lies in its tree: 0 for an institution."""
    return max(str(getattr(record, "path", "")).count(".") - 1, 0)


def typed_in(state: State, asked: dict[str, str]) -> dict[str, str]:
    """Give what was typed to find records, by filter."""
    return {name: asked.get(f"{name}{FIND}", "")[:200] for name in state.register.filters}
