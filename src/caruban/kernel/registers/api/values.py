"""What a body holds, as the values that `registers.actions` takes: ids become records."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from caruban.kernel.actors import Actor
from caruban.kernel.registers.actions import Values
from caruban.kernel.registers.api import inputs
from caruban.kernel.registers.children import relation_of
from caruban.kernel.registers.kinds import Described, Kind, described
from caruban.kernel.registers.layout import Rows, Through
from caruban.kernel.registers.queries import candidates
from caruban.kernel.registers.register import RegisterType, field_of, form_names, rows_of

Sent = dict[str, Any]


def values_of(register: RegisterType, sent: Sent, *, by: Actor) -> Values:
    """Give the values of a record. Raises ValidationError for ids that `by` may not point to."""
    rows = {one.name: one for one in rows_of(register)}
    through = register.creates if isinstance(register.creates, Through) else None
    values: Values = {}
    for name, value in sent.items():
        if name in rows:
            values[name] = _rows(register, rows[name], value, by)
        elif name in form_names(register):
            values[name] = _value(field_of(register, name), value, name, by)
    if through is not None:
        extra = {name: value for name, value in sent.items() if name in through.extra}
        values |= inputs.cleaned(through.extra, extra)
    return values


def _rows(register: RegisterType, rows: Rows, sent: list[Sent] | None, by: Actor) -> list[Values]:
    model, _back = relation_of(register.model, rows)
    found = []
    for at, row in enumerate(sent or (), start=0):
        values: Values = {"pk": row.get("id")} if row.get("id") is not None else {}
        for name, value in row.items():
            if name != "id":
                place = f"{rows.name}.{at}.{name}"
                values[name] = _value(described(model, name), value, place, by)
        found.append(values)
    return found


def _value(field: Described, value: Any, place: str, by: Actor) -> Any:
    if field.kind is Kind.MANY:
        return _records(field, value or [], place, by)
    if field.kind.is_related and value is not None:
        return _records(field, [value], place, by)[0]
    if value is None and not field.field.null:
        return field.field.get_default()
    return value


def _records(field: Described, numbers: list[int], place: str, by: Actor) -> list[Any]:
    wanted = list(dict.fromkeys(numbers))
    found = {one.pk: one for one in candidates(field, by=by).filter(pk__in=wanted)}
    if len(found) < len(wanted):
        raise ValidationError({place: _("Pilihan ini tidak ada, atau bukan untuk Anda.")})
    return [found[one] for one in wanted]
