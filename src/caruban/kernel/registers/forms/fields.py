"""The form field of a register's field: its control, its help, what it takes and refuses."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.db.models import Model, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from caruban.kernel.access import reached
from caruban.kernel.actors import Actor
from caruban.kernel.registers.children import relation_of
from caruban.kernel.registers.forms.numbers import DecimalField, WholeField
from caruban.kernel.registers.kinds import Described, Kind, described
from caruban.kernel.registers.layout import Through
from caruban.kernel.registers.picker import Candidates, RelationField, RelationsField
from caruban.kernel.registers.queries import candidates
from caruban.kernel.registers.register import RegisterType, field_of, permission_of, rows_of

LINES = 4  # of a text of several lines, until it is pulled larger
IN_ROWS = "-"  # between repeating rows and their column in a name: "parts-weight"


class MomentInput(forms.DateTimeInput):
    """A day and a time as browsers offer it; seconds are shown only where there are some."""

    input_type = "datetime-local"

    def format_value(self, value: Any) -> str | None:
        """Give it as the control reads it."""
        if isinstance(value, datetime):
            self.attrs["step"] = "1" if value.second else "60"
            return value.strftime("%Y-%m-%dT%H:%M:%S" if value.second else "%Y-%m-%dT%H:%M")
        return super().format_value(value)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LinesField(SimpleArrayField):
    """Several values, one on each line."""

    def __init__(self, base_field: forms.Field, **options: Any) -> None:
        options["widget"] = forms.Textarea(attrs={"rows": LINES})
        super().__init__(base_field, delimiter="\n", **options)

    def to_python(self, value: Any) -> Any:
        """Read the lines; empty ones say nothing."""
        if isinstance(value, str):
            value = "\n".join(one.strip() for one in value.splitlines() if one.strip())
        return super().to_python(value)


def field_for(
    register: RegisterType, name: str, *, by: Actor, verb: str = "changes"
) -> forms.Field:
    """Give the form field of a register's field, labelled and explained as its model says.

    name   a field of the form, or a column of repeating rows ("parts-weight")
    verb   what it is filled in for, "creates" or "changes": where a record may lie hangs on it

    Raises NoSuchField, LookupError for what nobody fills in.
    """
    field = described_in(register, name)
    if field.kind.is_related or field.kind is Kind.MANY:
        return _relation(register, name, field, by, verb)
    if field.kind is Kind.LIST:
        base = field.field.base_field.formfield()  # type: ignore[attr-defined]
        given = _options(field) | {"help_text": field.field.help_text or _("Satu per baris.")}
        return LinesField(base, **given)
    made = field.field.formfield(**_widget(field))
    if made is None:
        raise LookupError(name)
    if isinstance(made, forms.TypedChoiceField):
        nothing = ("", _("Pilih") if made.required else "–")  # the model says a row of dashes
        known = list(made.choices)  # type: ignore[arg-type]
        made.choices = [one if one[0] not in {"", None} else nothing for one in known]
    return made


def described_in(register: RegisterType, name: str) -> Described:
    """Describe a field of the form, or a column of repeating rows ("parts-weight")."""
    rows, sign, column = name.partition(IN_ROWS)
    if not sign:
        return field_of(register, name)
    for one in rows_of(register):
        if one.name == rows and column in one.columns:
            return described(relation_of(register.model, one)[0], column)
    raise LookupError(name)


def offered(register: RegisterType, name: str, *, by: Actor, verb: str) -> QuerySet[Any]:
    """Give the records that a relation of a form may point to.

    Those that `by` may read; of what says where the record lies, only where they may do the verb.
    """
    found = candidates(described_in(register, name), by=by)
    path = _path_beyond(register, name, verb)
    permission = permission_of(getattr(register, verb))
    if path is None or permission is None:
        return found
    places = reached(by, permission)
    if "" in places:
        return found
    within = Q(pk__in=())
    for place in places:
        within |= Q(**{f"{path}__startswith": place})
    return found.filter(within)


def _path_beyond(register: RegisterType, name: str, verb: str) -> str | None:
    """Give the path of the organisation, from the related record; None where it says no place."""
    asked = getattr(register, verb)
    if isinstance(asked, Through) and asked.subject == name and verb == "creates":
        lookup = getattr(field_of(register, name).related, "organisation_path", None)
        return None if lookup is None else f"{lookup}__path" if lookup else "path"
    own, sign, rest = (register.model.organisation_path or "").partition("__")
    if own != name:
        return None
    return f"{rest}__path" if sign else "path"


def _relation(
    register: RegisterType, name: str, field: Described, by: Actor, verb: str
) -> forms.Field:
    choices = Candidates(
        offered(register, name, by=by, verb=verb), is_tree=field.kind is Kind.PLACE
    )
    made: Callable[..., forms.Field] = RelationsField if field.kind is Kind.MANY else RelationField
    return made(candidates=choices, **_options(field))


def _options(field: Described) -> dict[str, Any]:
    return {
        "label": capfirst(str(field.label)),
        "help_text": field.field.help_text,
        "required": not field.field.blank,
    }


def _widget(field: Described) -> dict[str, Any]:
    """Give what the model's own choice of control leaves open."""
    made = _WIDGETS.get(field.kind)
    given: dict[str, Any] = {"widget": made()} if made else {}
    if field.kind is Kind.ADDRESS:
        given["assume_scheme"] = "https"
    if field.kind in _NUMBERS and not field.field.choices:
        given["form_class"] = _NUMBERS[field.kind]
    return given


_NUMBERS: dict[Kind, type[forms.Field]] = {Kind.DECIMAL: DecimalField, Kind.WHOLE: WholeField}
_WIDGETS: dict[Kind, Callable[[], forms.Widget]] = {
    Kind.DAY: DayInput,
    Kind.MOMENT: MomentInput,
    Kind.LONG: lambda: forms.Textarea(attrs={"rows": LINES}),
}


def same(before: Any, after: Any) -> bool:
    """Say whether two values of a field are the same to people: a control knows no microseconds."""
    if isinstance(before, datetime) and isinstance(after, datetime):
        return before.replace(microsecond=0) == after.replace(microsecond=0)
    if isinstance(before, Model) or isinstance(after, Model):
        return getattr(before, "pk", None) == getattr(after, "pk", None)
    return bool(before == after) or (before in (None, "") and after in (None, ""))
