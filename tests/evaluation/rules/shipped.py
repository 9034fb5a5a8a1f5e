"""The instruments that come with the house, and small ones, parsed once."""

from decimal import Decimal
from functools import cache

from caruban.evaluation.rules.instrument import Instrument
from caruban.evaluation.rules.parsing import parse
from tests.evaluation.factories import a_document_of_an_instrument, document_of


@cache
def spbe() -> Instrument:
    return parse(document_of("permenpanrb-59-2020"))


@cache
def pemdi() -> Instrument:
    return parse(document_of("permenpanrb-8-2026"))


def small(weights=None, **changes) -> Instrument:
    return parse(a_document_of_an_instrument(weights, **changes))


def values(levels):
    return {number: Decimal(level) for number, level in levels.items()}
