"""The index of an evaluation as plain data: one shape for the command line and the API."""

from decimal import Decimal
from typing import Any

from caruban.evaluation.queries.tables import Row, Table
from caruban.evaluation.rules.index import rounded


def summary(table: Table) -> dict[str, Any]:
    """Give an index with its domains and aspects as what JSON can hold.

    value    as the ministry prints it, two decimals, a number
    exact    the same unrounded, as text: JSON's numbers are binary fractions
    weight   percent of the index, a number
    missing  numbers of the indicators that nobody answered; each counts as 0
    """
    assessment = table.assessment
    institution, instrument = assessment.institution, assessment.instrument
    return {
        "institution": {
            "code": institution.code,
            "name": institution.name,
            "region_code": institution.region_code,
        },
        "year": assessment.year,
        "instrument": {"code": instrument.code, "name": instrument.name},
        "state": str(assessment.state),
        "provenance": str(assessment.provenance),
        "provenance_note": assessment.provenance_note,
        "basis": str(table.basis),
        "index": _figure(table.index.value),
        "predicate": table.index.predicate.name,
        "domains": [_part(row) for row in table.domains],
        "aspects": [
            _part(row) | {"domain": domain.number}
            for domain in table.domains
            for row in domain.children
        ],
        "missing": list(table.index.missing),
    }


def _part(row: Row) -> dict[str, Any]:
    return {
        "number": row.number,
        "name": row.name,
        "weight": float(row.weight),
        **_figure(row.value or Decimal(0)),
    }


def _figure(value: Decimal) -> dict[str, Any]:
    return {"value": float(rounded(value)), "exact": f"{value.normalize():f}"}
