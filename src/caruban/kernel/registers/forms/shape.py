"""A form as a page shows it: its sections, each field with what there is to say about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from caruban.kernel.errors import Difference
from caruban.kernel.registers.forms.building import RecordForm
from caruban.kernel.registers.forms.merging import Clash, Merge
from caruban.kernel.registers.forms.rows import RowsForm
from caruban.kernel.registers.layout import Rows, When
from caruban.kernel.registers.register import field_of
from caruban.kernel.registers.showing import in_words, masked, words


@dataclass
class Item:
    """One thing in a section: a field, what is only shown, or rows.

    bound     the field, as the form has it; None where it is only shown
    shown     label and words of what is only shown;   why   why it is
    rows      repeating rows
    clash     what two editors wrote;   taken   what another editor wrote meanwhile
    """

    bound: BoundField | None = None
    shown: tuple[str, str] | None = None
    why: str = ""
    rows: RowsForm | None = None
    clash: Clash | None = None
    taken: Difference | None = None


@dataclass
class Group:
    """Fields that stand together; `condition` says when they are asked for, "" for always.

    decides, values   the name of the field that decides, and the values for which they are
    """

    items: list[Item] = field(default_factory=list)
    condition: str = ""
    decides: str = ""
    values: list[str] = field(default_factory=list)


@dataclass
class Part:
    """A section of the form."""

    title: str | Promise
    help: str | Promise
    groups: list[Group]


def parts_of(
    form: RecordForm, merge: Merge | None = None, clashes: Iterable[Clash] = ()
) -> list[Part]:
    """Give the sections of a form, those that the module's own action adds last."""
    notes = _Notes(
        {one.name: one for one in (*clashes, *(merge.clashes if merge else ()))},
        {one.name: one for one in (merge.taken if merge else ())},
    )
    parts = [
        Part(section.title, section.help, _groups(form, section.items, notes))
        for section in form.register.form
    ]
    if form.extra:
        parts.append(Part(_("Lainnya"), "", [Group([Item(form[one])]) for one in form.extra]))
    return parts


@dataclass(frozen=True)
class _Notes:
    clashes: dict[str, Clash]
    taken: dict[str, Difference]


def _groups(form: RecordForm, items: Iterable[str | When | Rows], notes: _Notes) -> list[Group]:
    """Put fields that stand side by side into one group, conditions and rows into their own."""
    groups: list[Group] = []
    for item in items:
        if isinstance(item, Rows):
            rows = next(one for one in form.rows if one.name == item.name)
            about = notes.clashes.get(item.name), notes.taken.get(item.name)
            groups.append(Group([Item(rows=rows, clash=about[0], taken=about[1])]))
        elif isinstance(item, When):
            groups.append(_asked_at_times(form, item, notes))
        elif groups and not groups[-1].condition and groups[-1].items[-1].rows is None:
            groups[-1].items.append(_item(form, item, notes))
        else:
            groups.append(Group([_item(form, item, notes)]))
    return groups


def _asked_at_times(form: RecordForm, item: When, notes: _Notes) -> Group:
    described = field_of(form.register, item.field)
    said = ", ".join(in_words(value, described) for value in item.values)
    about = {"field": capfirst(str(described.label)), "values": said}
    return Group(
        [_item(form, name, notes) for name in item.names],
        condition=_("Diisi hanya bila %(field)s: %(values)s.") % about,
        decides=item.field,
        values=[str(value) for value in item.values],
    )


def _item(form: RecordForm, name: str, notes: _Notes) -> Item:
    if name in form.fields:
        return Item(form[name], clash=notes.clashes.get(name), taken=notes.taken.get(name))
    label = capfirst(str(field_of(form.register, name).label))
    record = form.record
    if record is None:
        return Item(shown=(label, "–"), why=_("Diisi sendiri oleh sistem."))
    if name in form.masked:
        said = masked(getattr(record, name)) or "–"
        return Item(shown=(label, said), why=_("Tersamar bagi Anda, jadi tidak dapat diubah."))
    said = words(form.register, record, name, by=form.by)
    return Item(shown=(label, said), why=_("Tidak dapat diubah di sini."))
