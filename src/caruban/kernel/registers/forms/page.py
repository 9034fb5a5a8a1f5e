"""What the page of a form is given."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from caruban.kernel.records import Record
from caruban.kernel.registers.chosen import place_of as list_of
from caruban.kernel.registers.forms import nesting
from caruban.kernel.registers.forms.building import RecordForm
from caruban.kernel.registers.forms.models import Draft
from caruban.kernel.registers.forms.saving import Outcome, place_of
from caruban.kernel.registers.forms.sending import FIELD, new_token
from caruban.kernel.registers.forms.shape import parts_of
from caruban.kernel.registers.kinds import Kind
from caruban.kernel.registers.picker import Picker
from caruban.kernel.registers.register import RegisterType, field_of


def context_of(
    form: RecordForm,
    *,
    query: QueryDict,
    outcome: Outcome | None = None,
    drafts: Sequence[Draft] = (),
    version: int | None = None,
    typed: QueryDict | None = None,
    copied_from: Record | None = None,
    focus: str = "",
    lost: list[str] | None = None,
) -> dict[str, Any]:
    """Give the context of `registers/forms/form.html`.

    drafts    offered, where some wait;   version   that the edit started from
    typed     what was sent, of a form that comes back;   focus   the row that a button touched
    lost      labels of files that must be chosen again
    """
    register, record = form.register, form.record
    _tell_pickers(form)
    way = query if typed is None else typed
    back, back_title = nesting.comes_from(way)
    return {
        "register": register,
        "record": record,
        "form": form,
        "parts": parts_of(
            form, outcome.merge if outcome else None, outcome.clashes if outcome else ()
        ),
        "merge": outcome.merge if outcome else None,
        "clashes": outcome.clashes if outcome else [],
        "drafts": drafts,
        "version": version or (record.version if record else None),
        "token": _token(typed, outcome),
        "is_typed": typed is not None,
        "copied_from": copied_from,
        "focus": focus,
        "lost": lost or [],
        "list": list_of(register),
        "place": place_of(register, record) if record else "",
        "back": back,
        "back_title": back_title,
        "way": way.get(nesting.FOR, "") if back else "",
        "urls": _addresses(register, record),
        "news": _news(form),
    }


def _addresses(register: RegisterType, record: Record | None) -> dict[str, str]:
    """Give the address of each thing that a form can do."""
    kind, args = ("edit", [register, record.pk]) if record else ("create", [register])
    found = {
        name: reverse(f"registers:{kind}_{name}", args=args)
        for name in ("rows", "draft", "drop", "related")
    }
    found["save"] = reverse(f"registers:{kind}", args=args)
    found["resume"] = f"{found['save']}?{nesting.DRAFT}="
    return found


def _token(typed: QueryDict | None, outcome: Outcome | None) -> str:
    """Give the token of a form: its own when it comes back, unless it was saved already."""
    if typed is None or (outcome is not None and outcome.is_anew):
        return new_token()
    return typed.get(FIELD) or new_token()


def _tell_pickers(form: RecordForm) -> None:
    """Tell each picker where it asks while one types."""
    for name, field in form.fields.items():
        if isinstance(field.widget, Picker):
            field.widget.source = _source(form, name)
    for rows in form.rows:
        for row in [*rows.forms, rows.empty]:
            for name, field in row.fields.items():
                if isinstance(field.widget, Picker):
                    field.widget.source = _source(form, f"{rows.name}-{name}")


def _source(form: RecordForm, name: str) -> str:
    return f"{reverse('registers:options', args=[form.register, name])}?verb={form.verb}"


def _news(form: RecordForm) -> dict[str, RegisterType]:
    """Give, by field, the register in which a new related record can be entered."""
    names = [
        name for name in form.fields if name not in form.extra and _is_relation(form.register, name)
    ]
    found = {name: nesting.where_new(form.register, name, by=form.by) for name in names}
    return {name: other for name, other in found.items() if other is not None}


def _is_relation(register: RegisterType, name: str) -> bool:
    kind = field_of(register, name).kind
    return kind.is_related or kind is Kind.MANY
