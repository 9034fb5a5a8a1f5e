"""Which fields many records can be given at once, and the form field of each."""

from django.forms import Field, ModelChoiceField, ModelMultipleChoiceField
from django.utils.translation import gettext as _

from caruban.kernel.actors import Actor
from caruban.kernel.registers.bulk_checks import unique_sets
from caruban.kernel.registers.kinds import Kind
from caruban.kernel.registers.queries import candidates
from caruban.kernel.registers.register import RegisterType, field_of, form_names, rows_of


def editable(register: RegisterType) -> list[str]:
    """Give the fields that can hold the same in many records: not what tells them apart."""
    alone = {names[0] for names in unique_sets(register.model) if len(names) == 1}
    rows = {one.name for one in rows_of(register)}
    return [name for name in form_names(register) if name not in {*register.key, *alone, *rows}]


def may_be_cleared(register: RegisterType, name: str) -> bool:
    """Say whether a field can be emptied."""
    field = field_of(register, name)
    return field.may_be_empty and field.kind not in {Kind.YES_NO, Kind.CHOICE}


def input_for(register: RegisterType, name: str, *, by: Actor) -> Field:
    """Give the form field of a field; of a relation, with the records that `by` may point to."""
    field = field_of(register, name)
    made = field.field.formfield()
    if made is None:
        raise LookupError(name)
    if isinstance(made, ModelChoiceField | ModelMultipleChoiceField):
        made.queryset = candidates(field, by=by)
    made.required = field.kind is not Kind.YES_NO
    if may_be_cleared(register, name):
        made.error_messages["required"] = _("Isi, atau pilih untuk mengosongkannya.")
    return made
