"""Entering a related record from within a form: the form is kept as a draft, and come back to.

The way back stands in the address of the other form, and in the form itself from then on:
`untuk=<register>.<record or 0>.<field>.<token of the draft>`.
"""

from uuid import UUID

from django.db.models import Model
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from caruban.kernel.actors import Actor
from caruban.kernel.records import Record
from caruban.kernel.registers.actions import Values
from caruban.kernel.registers.forms.fields import described_in
from caruban.kernel.registers.forms.models import NEW
from caruban.kernel.registers.forms.sending import number_of
from caruban.kernel.registers.kinds import Kind, NoSuchField
from caruban.kernel.registers.queries import may_do
from caruban.kernel.registers.register import (
    REGISTERS,
    RegisterType,
    all_registers,
    field_of,
    form_names,
)

DRAFT, FIELD, CHOSEN, FOR = "draf", "isian", "pilih", "untuk"
PREFILLED = 20  # fields that an address fills in, at most


def where_new(register: RegisterType, name: str, *, by: Actor) -> RegisterType | None:
    """Give the register in which a new related record can be entered by a reader; None for none."""
    try:
        field = described_in(register, name)
    except (NoSuchField, LookupError):
        return None
    if not (field.kind.is_related or field.kind is Kind.MANY):
        return None
    for other in all_registers():
        is_another = other.model is field.related and other is not register
        if is_another and all(may_do(other, verb, by=by) for verb in ("creates", "reads")):
            return other
    return None


def way_there(
    register: RegisterType, record: Record | None, name: str, *, by: Actor, draft: UUID
) -> str:
    """Give the address of the form of a related record, with the way back in it.

    draft   the token of the draft in which the form was kept

    Raises Http404 where there is no such field, or none can be entered.
    """
    other = where_new(register, name, by=by)
    if other is None:
        raise Http404(name)
    back = f"{register.name}.{record.pk if record else NEW}.{name}.{draft}"
    return f"{reverse('registers:create', args=[other])}?{urlencode({FOR: back})}"


def way_back(query: QueryDict, record: Model | None) -> str:
    """Give the address of the form that one came from, with the new record chosen; "" for none."""
    parts = _read(query)
    if parts is None:
        return ""
    register, number, name, draft = parts
    address = (
        reverse("registers:edit", args=[register, number])
        if number
        else reverse("registers:create", args=[register])
    )
    chosen = {FIELD: name, CHOSEN: record.pk} if record is not None else {}
    return f"{address}?{urlencode({DRAFT: draft} | chosen)}"


def comes_from(query: QueryDict) -> tuple[str, str]:
    """Give address and title of the form that one came from; both "" where one came from none."""
    parts = _read(query)
    return (way_back(query, None), str(parts[0].title)) if parts else ("", "")


def put_in(register: RegisterType, typed: QueryDict, query: QueryDict) -> None:
    """Choose in what was typed the record that was entered aside."""
    name, key = query.get(FIELD, ""), query.get(CHOSEN, "")
    if not key.isascii() or not key.isdigit() or _relation_of(register, name) is None:
        return
    is_many = _relation_of(register, name) is Kind.MANY
    for part in ("q", "for"):
        typed.pop(f"{name}-{part}", None)
    typed.setlist(name, [*typed.getlist(name), key] if is_many else [key])


def prefilled(register: RegisterType, query: QueryDict) -> Values:
    """Give what an address fills into the form of a new record; never personal data."""
    names = [name for name in form_names(register) if name in query][:PREFILLED]
    return {
        name: query.getlist(name) if field_of(register, name).kind is Kind.MANY else query[name]
        for name in names
        if name not in register.masked
    }


def _relation_of(register: RegisterType, name: str) -> Kind | None:
    try:
        kind = described_in(register, name).kind
    except (NoSuchField, LookupError):
        return None
    return kind if kind.is_related or kind is Kind.MANY else None


def _read(query: QueryDict) -> tuple[RegisterType, int, str, UUID] | None:
    parts = query.get(FOR, "").split(".")
    draft = number_of(parts[-1])
    if len(parts) != 4 or draft is None:  # noqa: PLR2004 (as above)
        return None
    register, number, name, _draft = parts
    is_sound = register in REGISTERS and number.isascii() and number.isdigit() and len(number) < 19  # noqa: PLR2004
    if not is_sound or _relation_of(REGISTERS[register], name) is None:
        return None
    return REGISTERS[register], int(number), name, draft
