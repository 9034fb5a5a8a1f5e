"""Names in the reader's language."""

import re
from typing import Protocol

from django.utils.translation import get_language

from caruban.evaluation.rules.instrument import Check, Instrument, Level, Predicate


class Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def is_english() -> bool:
    """Say whether the page is read in English."""
    return (get_language() or "").startswith("en")


def named(part: Named) -> str:
    """Give the name of a domain, aspect, indicator or table row in the reader's language."""
    return part.name_en if is_english() and part.name_en else part.name


def index_name(instrument: Instrument) -> str:
    """Give the name of an instrument's index in the reader's language."""
    return (is_english() and instrument.index_name_en) or instrument.index_name


def worded(check: Check) -> str:
    """Give what is to be checked, or an item of evidence, in the reader's language.

    English begins as the Indonesian does: with a capital where that stands alone.
    """
    if not is_english() or not check.text_en:
        return check.text
    first, rest = check.text_en[0], check.text_en[1:]
    return (first.upper() if check.text[:1].isupper() else first) + rest


def predicate_name(one: Predicate) -> str:
    """Give the name of a predicate in the reader's language."""
    return named(one)


SHARED = (" SPBE", "SPBE ", " Berbasis Elektronik", " Pemdi", "Pemdi ")


def short(name: str) -> str:
    """Leave out the words that the names of an instrument share, for charts and narrow columns."""
    for words in SHARED:
        name = name.replace(words, "") or name
    return name[:1].upper() + name[1:]


def regulation(source: str) -> str:
    """Give the first regulation that a source names: "PermenPANRB 59/2020"."""
    return re.split(r"[;(,]", source, maxsplit=1)[0].strip()


def level_names(instrument: Instrument) -> list[tuple[int, str]]:
    """Give each level with its names in all scales: (2, "Terkelola / Interaksi")."""
    scales = list(instrument.scales.values())
    return [
        (rungs[0].number, " / ".join(dict.fromkeys(named(rung) for rung in rungs)))
        for rungs in zip(*scales, strict=False)
    ]


def level_name(scale: tuple[Level, ...], number: int | None) -> str:
    """Give the name of one level of a scale; "" for none."""
    return named(scale[number - 1]) if number else ""
