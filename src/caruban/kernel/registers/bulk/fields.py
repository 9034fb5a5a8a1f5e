"""Which fields many records can be given at once, and the form field of each."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from caruban.kernel.access import may
from caruban.kernel.actors import Actor
from caruban.kernel.registers.bulk_checks import unique_sets
from caruban.kernel.registers.forms.fields import field_for
from caruban.kernel.registers.kinds import Kind
from caruban.kernel.registers.layout import Through
from caruban.kernel.registers.picker import RelationField
from caruban.kernel.registers.register import RegisterType, field_of, form_names, rows_of


def editable(register: RegisterType, *, by: Actor) -> list[str]:
    """Give the fields that `by` can give the same in many records.

    Not what tells records apart, what they see masked, or what the module's verb does not take.
    """
    alone = {names[0] for names in unique_sets(register.model) if len(names) == 1}
    rows = {one.name for one in rows_of(register)}
    masked = {name for name, asked in register.masked.items() if not may(by, asked)}
    verb = register.changes
    return [
        name
        for name in form_names(register)
        if name not in {*register.key, *alone, *rows, *masked}
        and (not isinstance(verb, Through) or verb.takes(name))
    ]


def may_be_cleared(register: RegisterType, name: str) -> bool:
    """Say whether a field can be emptied."""
    field = field_of(register, name)
    return field.may_be_empty and field.kind not in {Kind.YES_NO, Kind.CHOICE}


def input_for(register: RegisterType, name: str, *, by: Actor) -> forms.Field:
    """Give the field of the record's own form, demanded and without its default."""
    made = field_for(register, name, by=by)
    made.initial = None  # the default of new records is nobody's wish for those that exist
    made.required = field_of(register, name).kind is not Kind.YES_NO
    if isinstance(made, RelationField):
        made.widget.is_required = made.required
        made.widget.source = _source(register, name)
    if may_be_cleared(register, name):
        made.error_messages["required"] = _("Isi, atau pilih untuk mengosongkannya.")
    return made


def _source(register: RegisterType, name: str) -> str:
    """Give the address that is asked while one types."""
    return f"{reverse('registers:options', args=[register, name])}?verb=changes"
