"""What addresses of the API are made of, bounded so that nothing else reaches the database."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query

from caruban.evaluation.models import Assessment
from caruban.evaluation.queries import assessments
from caruban.kernel.web.api import reader

CODE = r"^[-a-zA-Z0-9_]{1,60}$"

Region = Annotated[
    str,
    Path(
        pattern=r"^[0-9]{2}(\.[0-9]{2,4}){0,3}$",
        description="Kemendagri code of the region",
        examples=["32.09"],
    ),
]
Year = Annotated[int, Path(ge=2015, le=2100, description="year of the evaluation", examples=[2021])]
Number = Annotated[int, Path(ge=1, le=999, description="number of the indicator", examples=[12])]
Code = Annotated[
    str, Path(pattern=CODE, description="code of the instrument", examples=["permenpanrb-59-2020"])
]
ByInstrument = Annotated[
    str | None,
    Query(
        pattern=CODE,
        description="code of the instrument, where a year was evaluated by two; "
        "without it the newer one",
        examples=["permenpanrb-59-2020"],
    ),
]


def found(request: HttpRequest, region: str, year: int, instrument: str | None) -> Assessment:
    """Give the evaluation that an address means. Raises Http404, in words."""
    return assessments.find(
        by=reader(request), region=region, year=year, instrument=instrument or ""
    )
