"""Instruments: public, whole."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from caruban.evaluation.api.parameters import Code
from caruban.evaluation.api.schemas import InstrumentOut, InstrumentWholeOut
from caruban.evaluation.models import Instrument
from caruban.evaluation.permissions import InstrumentPermission
from caruban.evaluation.queries import instruments as queries
from caruban.evaluation.rules import instrument as rules
from caruban.kernel.web.api import asks, refusals

router = Router(tags=["Evaluation: instruments"])


@router.get(
    "/instruments", summary="List instruments", response={200: list[InstrumentOut]} | refusals()
)
@asks(InstrumentPermission.READ)
def instruments(request: HttpRequest) -> Any:
    """Give the latest edition of each instrument, the one most recently in force first."""
    return [_named(one) for one in queries.instruments()]


@router.get(
    "/instruments/{code}",
    summary="Read an instrument",
    response={200: InstrumentWholeOut} | refusals(),
)
@asks(InstrumentPermission.READ)
def instrument(request: HttpRequest, code: Code) -> Any:
    """Give an instrument with its domains, aspects, indicators, criteria and predicates."""
    found = queries.find_instrument(code)
    content = found.content
    return _named(found) | {
        "value_rule": content.value_rule,
        "value_rule_unverified": content.value_rule_unverified,
        "predicates": [
            {"name": one.name, "low": str(one.low), "high": str(one.high)}
            for one in content.predicates
        ],
        "domains": [_part(one) for one in content.domains],
        "aspects": [_part(one) for one in content.aspects],
        "content": [_criterion(one) for one in content.indicators],
    }


def _named(one: Instrument) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "edition": one.edition,
        "source": one.source,
        "in_force_from": one.in_force_from,
        "in_force_to": one.in_force_to,
        "indicators": len(one.content.indicators),
    }


def _part(one: rules.Part) -> dict[str, Any]:
    return {
        "number": one.number,
        "name": one.name,
        "weight": float(one.weight),
        "domain": one.domain,
    }


def _criterion(one: rules.Indicator) -> dict[str, Any]:
    return {
        "number": one.number,
        "name": one.name,
        "aspect": one.aspect,
        "weight": float(one.weight),
        "measures": one.measures,
        "criteria": {str(level): text for level, text in one.criteria.items()},
        "evidence": list(one.evidence),
    }
