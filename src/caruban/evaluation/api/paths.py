"""The cheapest path to a target."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from caruban.evaluation.api.parameters import ByInstrument, Region, Year, found
from caruban.evaluation.api.schemas import PathOut, QuestionIn
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries import plans
from caruban.evaluation.rules.gap import TargetKey
from caruban.evaluation.rules.instrument import Instrument
from caruban.evaluation.rules.path import TooHard
from caruban.kernel.access import require
from caruban.kernel.errors import Refused
from caruban.kernel.web.api import SIGNED_IN, asks, reader, refusals

router = Router(tags=["Evaluation: path"])


@router.post(
    "/institutions/{region}/years/{year}/path",
    summary="Find the cheapest path to a target",
    auth=SIGNED_IN,
    response={200: PathOut} | refusals(401, 403, 409),
)
@asks(EvaluationPermission.READ, weight=20)
def path(
    request: HttpRequest,
    region: Region,
    year: Year,
    asked: QuestionIn,
    instrument: ByInstrument = None,
) -> Any:
    """Find the exact optimum with the institution's own efforts; nothing is kept.

    Where the targets are out of reach, it says which limits stand in the way and how far one
    gets. Refused (409) for a part that the instrument lacks, and for a search that takes too long.
    """
    assessment = found(request, region, year, instrument)
    require(reader(request), EvaluationPermission.READ, assessment)
    question = plans.question(
        assessment,
        by=reader(request),
        targets=_targets(asked, assessment.instrument.content),
        years=tuple(sorted(set(asked.years))),
        budget=asked.budget,
        days=asked.days,
        locked=frozenset(asked.locked),
        steps_per_year=asked.steps_per_year,
        minimise=asked.minimise,
        prerequisites=asked.prerequisites,
    )
    try:
        return plans.plain_answer(plans.path(question))
    except TooHard as error:
        raise Refused(
            _("Pencarian ini terlalu lama. Kurangi tahun atau longgarkan batasnya.")
        ) from error


def _targets(asked: QuestionIn, instrument: Instrument) -> dict[TargetKey, Decimal]:
    known = {("index", 0)}
    known |= {("domain", one.number) for one in instrument.domains}
    known |= {("aspect", one.number) for one in instrument.aspects}
    wanted: dict[TargetKey, Decimal] = {
        (one.subject, one.number): one.value for one in asked.targets
    }
    if not set(wanted) <= known:
        raise Refused(_("Instrumen ini tidak punya bagian itu."), field="targets")
    return wanted
