"""Filters by kind, on django-filter: what a register names in `filters` becomes parameters.

    text     name              contains, capitals or not
    choice   state=a&state=b   one of several
    number   amount_min, amount_max
    day      made_on_after, made_on_before (both included), made_on_period
    yes/no   is_wooden=true
    record   maker=5&maker=6   one of several;   place: those and all below them
    any      maker_empty=true  where it may be empty

Masked fields are no parameters for who sees them masked; and a text that may be personal data is
never one: addresses are kept in logs and histories of browsers.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_filters import filters as ready
from django_filters.filterset import FilterSet

from caruban.kernel.actors import Actor
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.registers.kinds import Described, Kind, NoSuchField, described
from caruban.kernel.registers.lists.choosing import Pick, choosable
from caruban.kernel.registers.lists.fields import is_plain_to, known, label_of
from caruban.kernel.registers.lists.periods import PERIODS, moment_of, period
from caruban.kernel.registers.once import once
from caruban.kernel.registers.register import RegisterType
from caruban.kernel.registers.search import matching

WORDS = "q"
LONGEST_WORDS = 200
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
TEXTS = {Kind.TEXT, Kind.LONG, Kind.EMAIL, Kind.ADDRESS}
PAIRS = (("_min", "_max"), ("_after", "_before"))
YES, NO = "true", "false"
Named = Iterator[tuple[str, ready.Filter]]


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or nothing asked; 1 and 0 are understood as well."""

    def to_python(self, value: Any) -> str:
        """Give "true", "false" or ""."""
        text: str = super().to_python(value)
        return {"1": YES, "0": NO}.get(text, text)


class YesNo(ready.Filter):
    """A field that is yes or no."""

    field_class = YesNoField

    words: tuple[Any, Any] = (_("ya"), _("tidak"))

    def __init__(self, **kwargs: Any) -> None:
        choices = (("", _("Semua")), (YES, self.words[0]), (NO, self.words[1]))
        coerce = {YES: True, NO: False}.get
        super().__init__(choices=choices, coerce=coerce, empty_value=None, **kwargs)


class Empty(YesNo):
    """Whether a field holds nothing: NULL, and for text no character either."""

    words = (_("kosong"), _("terisi"))

    def __init__(self, *, is_text: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.is_text = is_text

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:  # noqa: FBT001 (django-filter's)
        """Narrow to rows with nothing there, or to those with something."""
        if value is None:
            return qs
        nothing = Q(**{f"{self.field_name}__isnull": True})
        if self.is_text:
            nothing |= Q(**{f"{self.field_name}__exact": ""})
        return qs.filter(nothing) if value else qs.exclude(nothing)


class Choices(ready.MultipleChoiceFilter):
    """One of several values."""

    def filter(self, qs: QuerySet[Any], value: Sequence[str]) -> QuerySet[Any]:
        """Narrow to rows with one of the values."""
        return qs.filter(**{f"{self.field_name}__in": list(value)}) if value else qs


class Records(ready.Filter):
    """One of several related records that the reader may see."""

    field_class = Pick

    def filter(self, qs: QuerySet[Any], value: Sequence[Any]) -> QuerySet[Any]:
        """Narrow to rows that point to one of the records."""
        return qs.filter(**{f"{self.field_name}__in": [one.pk for one in value]}) if value else qs


class Many(Records):
    """One of several records, of a relation to many: each row once."""

    def filter(self, qs: QuerySet[Any], value: Sequence[Any]) -> QuerySet[Any]:
        """Narrow to rows that point to one of the records, among others."""
        if not value:
            return qs
        base = qs.model._base_manager
        rows = base.filter(**{f"{self.field_name}__in": [one.pk for one in value]})
        return qs.filter(pk__in=rows.values("pk"))


class Places(Records):
    """An organisation with all below it."""

    def filter(self, qs: QuerySet[Any], value: Sequence[Organisation]) -> QuerySet[Any]:
        """Narrow to rows of the organisations and of all below them."""
        if not value:
            return qs
        below = Q()
        for one in value:
            below |= Q(path__startswith=one.path)
        # as numbers, so that the database knows how many rows to expect
        keys = list(Organisation.objects.filter(below).order_by().values_list("pk", flat=True))
        return qs.filter(**{f"{self.field_name}__in": keys})


class Day(ready.DateFilter):
    """From a day, or up to it, itself included; of moments, as days are in Jakarta."""

    def __init__(self, *, is_moment: bool, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        limits = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]
        super().__init__(
            widget=widget, validators=limits, input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
            **kwargs,
        )  # fmt: skip
        self.is_moment = is_moment

    def filter(self, qs: QuerySet[Any], value: date | None) -> QuerySet[Any]:
        """Narrow to rows from the day on, or up to it."""
        if value is None or not self.is_moment:
            return super().filter(qs, value)
        if self.lookup_expr == "lte":
            return qs.filter(**{f"{self.field_name}__lt": moment_of(value + timedelta(days=1))})
        return qs.filter(**{f"{self.field_name}__gte": moment_of(value)})


class Period(ready.Filter):
    """Today, this week, this month, this year."""

    field_class = forms.ChoiceField

    def __init__(self, *, is_moment: bool, **kwargs: Any) -> None:
        super().__init__(choices=(("", _("Kapan saja")), *PERIODS), **kwargs)
        self.is_moment = is_moment

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Narrow to rows of the period that today lies in."""
        if not value:
            return qs
        first, after = period(value)
        bounds: tuple[Any, Any] = (first, after)
        if self.is_moment:
            bounds = (moment_of(first), moment_of(after))
        name = self.field_name
        return qs.filter(**{f"{name}__gte": bounds[0], f"{name}__lt": bounds[1]})


class Whole(ready.Filter):
    """A whole number as one end of a range."""

    field_class = forms.IntegerField


class Words(ready.CharFilter):
    """The search in a list."""

    def __init__(self, register: RegisterType, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_WORDS, **kwargs)
        self.register = register

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Narrow to rows in which the words are found."""
        return matching(self.register, qs, value, alike=False) if value else qs


class FiltersForm(forms.Form):
    """Refuses a range whose end lies before its beginning."""

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Say it beside the end."""
        for low, high in PAIRS:
            for name in [one for one in self.fields if one.endswith(low)]:
                end = name.removesuffix(low) + high
                first, last = self.cleaned_data.get(name), self.cleaned_data.get(end)
                if first is not None and last is not None and last < first:
                    self.add_error(end, _("Batas akhir mendahului batas awal."))
        return self.cleaned_data


class Filters(FilterSet):
    """The filters of one register, for one reader and one address."""

    register: RegisterType

    class Meta:
        form = FiltersForm

    def __init__(self, data: QueryDict, by: Actor) -> None:
        super().__init__(data, self.register.model._base_manager.none())
        for name, one in list(self.filters.items()):
            field = one.field_name or ""
            if field and not is_plain_to(self.register, field, by):
                del self.filters[name]
            elif isinstance(one, Records):
                one.extra["queryset"] = choosable(self.register, field, by=by)


def filters_of(register: RegisterType, data: QueryDict, *, by: Actor) -> Filters:
    """Give the filters of a register with what an address asks."""
    return _class_of(register)(data, by)


@once
def _class_of(register: RegisterType) -> type[Filters]:
    made: dict[str, Any] = {"register": register}
    if register.search:
        made[WORDS] = Words(register, label=_("Kata"))
    for name in register.filters:
        made.update(parameters(register, name))
    return type(f"FiltersOf{register.__name__}", (Filters,), made)


def parameters(register: RegisterType, name: str) -> dict[str, ready.Filter]:
    """Give the parameters of one filter that a register names, in the order they are shown."""
    field = known(register, name)
    if field is None:
        return {}
    given: dict[str, Any] = {"field_name": name, "label": label_of(register, name)}
    personal = name in register.masked and field.kind in TEXTS
    found = {} if personal else dict(BY_KIND.get(field.kind, _none)(field, given))
    if may_be_empty(register, field):
        is_text = field.kind in TEXTS or (field.kind is Kind.CHOICE and _holds_text(field))
        found[f"{name}_empty"] = Empty(is_text=is_text, **given)
    return found


def may_be_empty(register: RegisterType, field: Described) -> bool:
    """Say whether a row can have nothing at a field, itself or a step on the way to it."""
    try:
        steps = field.name.split("__")
        way = ["__".join(steps[: at + 1]) for at in range(len(steps))]
        return any(described(register.model, one).may_be_empty for one in way)
    except NoSuchField:
        return False  # computed


def _holds_text(field: Described) -> bool:
    return field.field.get_internal_type() in {"CharField", "TextField", "SlugField"}


def _none(_field: Described, _given: dict[str, Any]) -> Named:
    return iter(())


def _text(field: Described, given: dict[str, Any]) -> Named:
    yield field.name, ready.CharFilter(lookup_expr="icontains", max_length=LONGEST_WORDS, **given)


def _choices(field: Described, given: dict[str, Any]) -> Named:
    words = list(field.field.flatchoices)  # not yet in a language: this is made once
    yield field.name, Choices(choices=words, widget=forms.CheckboxSelectMultiple, **given)


def _whole(field: Described, given: dict[str, Any]) -> Named:
    yield f"{field.name}_min", Whole(lookup_expr="gte", **given)
    yield f"{field.name}_max", Whole(lookup_expr="lte", **given)


def _decimal(field: Described, given: dict[str, Any]) -> Named:
    digits: dict[str, Any] = {"max_digits": 40, "decimal_places": 12}
    yield f"{field.name}_min", ready.NumberFilter(lookup_expr="gte", **digits, **given)
    yield f"{field.name}_max", ready.NumberFilter(lookup_expr="lte", **digits, **given)


def _time(field: Described, given: dict[str, Any]) -> Named:
    given = given | {"is_moment": field.kind is Kind.MOMENT}
    yield f"{field.name}_period", Period(**given)
    yield f"{field.name}_after", Day(lookup_expr="gte", **given)
    yield f"{field.name}_before", Day(lookup_expr="lte", **given)


def _yes_no(field: Described, given: dict[str, Any]) -> Named:
    yield field.name, YesNo(**given)


def _records(field: Described, given: dict[str, Any]) -> Named:
    yield field.name, Records(**given)


def _places(field: Described, given: dict[str, Any]) -> Named:
    yield field.name, Places(**given)


def _many(field: Described, given: dict[str, Any]) -> Named:
    yield field.name, Many(**given)


def _list(field: Described, given: dict[str, Any]) -> Named:
    base = field.field.base_field  # type: ignore[attr-defined]  # of an ArrayField
    if base.choices:
        words, widget = list(base.flatchoices), forms.CheckboxSelectMultiple
        overlap = {"field_name": f"{field.name}__overlap", "label": given["label"]}
        yield field.name, Overlap(choices=words, widget=widget, **overlap)


class Overlap(ready.MultipleChoiceFilter):
    """One of several values among those that a column lists."""

    def filter(self, qs: QuerySet[Any], value: Sequence[str]) -> QuerySet[Any]:
        """Narrow to rows that list one of the values."""
        return qs.filter(**{self.field_name or "": list(value)}) if value else qs


BY_KIND: dict[Kind, Callable[[Described, dict[str, Any]], Named]] = {
    **dict.fromkeys(TEXTS, _text),
    Kind.CHOICE: _choices,
    Kind.WHOLE: _whole,
    Kind.DECIMAL: _decimal,
    Kind.DAY: _time,
    Kind.MOMENT: _time,
    Kind.YES_NO: _yes_no,
    Kind.RELATION: _records,
    Kind.PLACE: _places,
    Kind.MANY: _many,
    Kind.LIST: _list,
}
