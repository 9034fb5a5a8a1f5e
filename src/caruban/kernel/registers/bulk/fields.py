"""Which fields many records can be given at once, and the form field of each."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from caruban.kernel.actors import Actor
from caruban.kernel.registers.bulk_checks import unique_sets
from caruban.kernel.registers.imports.cells import Wrong
from caruban.kernel.registers.imports.relations import Finder
from caruban.kernel.registers.imports.rows import parts_of
from caruban.kernel.registers.kinds import Kind
from caruban.kernel.registers.queries import candidates
from caruban.kernel.registers.register import RegisterType, field_of, form_names, rows_of

LISTED = 200  # related records that are offered in a list; of more, one types code or name


def editable(register: RegisterType) -> list[str]:
    """Give the fields that can hold the same in many records: not what tells them apart."""
    alone = {names[0] for names in unique_sets(register.model) if len(names) == 1}
    rows = {one.name for one in rows_of(register)}
    return [name for name in form_names(register) if name not in {*register.key, *alone, *rows}]


def may_be_cleared(register: RegisterType, name: str) -> bool:
    """Say whether a field can be emptied."""
    field = field_of(register, name)
    return field.may_be_empty and field.kind not in {Kind.YES_NO, Kind.CHOICE}


class NamedRecordsField(forms.CharField):
    """A related record, or several, by code or name: where there are too many for a list."""

    def __init__(self, finder: Finder, *, many: bool, **options: Any) -> None:
        super().__init__(**options)
        self.finder, self.many = finder, many

    def clean(self, value: Any) -> Model | list[Model] | None:
        """Give the record, or the list of records, that is named."""
        text = super().clean(value)
        parts = parts_of(text) if self.many else [text] if text else []
        self.finder.look_up(parts)
        try:
            records = [self.finder.record(part) for part in parts]
        except Wrong as wrong:
            raise ValidationError(str(wrong)) from wrong
        return records if self.many else records[0] if records else None


def input_for(register: RegisterType, name: str, *, by: Actor) -> forms.Field:
    """Give the form field of a field; of a relation, with the records that `by` may point to."""
    made = _made(register, name, by)
    made.initial = None  # the default of new records is nobody's wish for those that exist
    made.required = field_of(register, name).kind is not Kind.YES_NO
    if isinstance(made.widget, forms.Textarea):
        made.widget.attrs["rows"] = 4
    if may_be_cleared(register, name):
        made.error_messages["required"] = _("Isi, atau pilih untuk mengosongkannya.")
    return made


def _made(register: RegisterType, name: str, by: Actor) -> forms.Field:
    field = field_of(register, name)
    made = field.field.formfield()
    if made is None:
        raise LookupError(name)
    if not isinstance(made, forms.ModelChoiceField | forms.ModelMultipleChoiceField):
        return made
    made.queryset = candidates(field, by=by)
    if made.queryset.order_by()[: LISTED + 1].count() > LISTED:
        is_many = field.kind is Kind.MANY
        help_text = (
            _("Kode atau nama; beberapa dipisah titik koma.") if is_many else _("Kode atau nama.")
        )
        finder = Finder(register, field, by)
        return NamedRecordsField(finder, many=is_many, label=made.label, help_text=help_text)
    if not isinstance(made, forms.ModelMultipleChoiceField):
        made.empty_label = _("Pilih")
    return made
