"""Recompute figures that a planning document prints, to show where it disagrees with itself."""

from collections.abc import Mapping
from decimal import Decimal

from caruban.evaluation.rules.instrument import HUNDRED, Instrument


def recompute(instrument: Instrument, aspects: Mapping[int, Decimal], what: str) -> Decimal:
    """Give the index or a domain as the weights make it from the values of the aspects.

    aspects   by number, as the document prints them
    what      "index" or "domain 3"

    Source: PermenPANRB 59/2020, annex; weights as in the document's table 2.1.
    """
    if what == "index":
        parts, whole = instrument.aspects, HUNDRED
    else:
        number = int(what.removeprefix("domain "))
        parts, whole = instrument.aspects_of(number), instrument.domain(number).weight
    return sum((aspects[one.number] * one.weight for one in parts), Decimal(0)) / whole
