"""The state of a list in words: what narrows it, each with the address that is without it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_filters import filters as ready

from caruban.kernel.registers.lists.filters import WORDS, Empty, Period
from caruban.kernel.registers.lists.state import State
from caruban.kernel.web.formats import num


@dataclass(frozen=True)
class Told:
    """One thing that narrows a list.

    words     "Jumlah: paling sedikit 3"
    without   the state as a query without it
    """

    words: str
    without: str


def told(state: State) -> list[Told]:
    """Tell what narrows a list, each value by itself; what could not be read as it was typed."""
    return [
        Told(words, _without(state, name, value))
        for name, values in state.narrowing.items()
        for value, words in _each(state, name, values)
    ]


def in_words(state: State) -> str:
    """Say in one line what narrows a list; "" where nothing does."""
    return "; ".join(one.words for one in told(state))


def _without(state: State, name: str, value: str) -> str:
    asked: QueryDict = state.asked
    asked.setlist(name, [one for one in asked.getlist(name) if value and one != value])
    return asked.urlencode()


def _each(state: State, name: str, values: list[str]) -> Iterator[tuple[str, str]]:
    """Give each value that is asked of a parameter, "" for the only one, with its words."""
    one = state.filters.filters[name]
    label = capfirst(str(one.label or name))
    clean = state.filters.form.cleaned_data if state.is_valid else {}
    if name not in clean:
        yield "", _("%(label)s: %(value)s") % {"label": label, "value": ", ".join(values)[:80]}
    elif name == WORDS:
        yield "", _("Kata: “%(words)s”") % {"words": clean[name]}
    elif isinstance(clean[name], list):
        for value in clean[name]:
            key = str(getattr(value, "pk", value))
            yield key, _("%(label)s: %(value)s") % {"label": label, "value": _word(one, value)}
    else:
        said = SENTENCES[_way(one)]
        yield "", said() % {"label": label, "value": _word(one, clean[name])}


def _way(one: ready.Filter) -> str:
    if isinstance(one, ready.CharFilter):
        return "text"
    if isinstance(one, Empty | Period):
        return "is"
    is_day = isinstance(one, ready.DateFilter)
    return {"gte": "since" if is_day else "least", "lte": "until" if is_day else "most"}.get(
        one.lookup_expr, "is"
    )


SENTENCES: dict[str, Callable[[], str]] = {
    "text": lambda: _("%(label)s: memuat “%(value)s”"),
    "least": lambda: _("%(label)s: paling sedikit %(value)s"),
    "most": lambda: _("%(label)s: paling banyak %(value)s"),
    "since": lambda: _("%(label)s: sejak %(value)s"),
    "until": lambda: _("%(label)s: sampai %(value)s"),
    "is": lambda: _("%(label)s: %(value)s"),
}


def _word(one: ready.Filter, value: Any) -> str:
    """Write a value that was asked for, as people read it."""
    choices = dict(getattr(one.field, "choices", ()))
    key = {True: "true", False: "false"}.get(value, str(value)) if value is not None else ""
    if key in {str(known) for known in choices}:
        words = next(word for known, word in choices.items() if str(known) == key)
        return str(words).lower() if isinstance(one, Period) else str(words)
    if hasattr(value, "year"):
        return date_format(value, "j M Y")
    if isinstance(value, int) and not isinstance(value, bool):
        return num(value)
    return str(value) if not hasattr(value, "as_tuple") else num(value, _places(value))


def _places(value: Any) -> int:
    """Give how many decimals a number is written with."""
    return max(0, -int(value.normalize().as_tuple().exponent))
