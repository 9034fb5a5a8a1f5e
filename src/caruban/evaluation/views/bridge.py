"""What old levels and proofs serve in a newer instrument."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries import bridge as queries
from caruban.evaluation.queries.assessments import find_institution
from caruban.evaluation.queries.instruments import find_instrument
from caruban.evaluation.views.frame import actor_of
from caruban.evaluation.views.shapes.bridge import crossing_page
from caruban.kernel.access import needs
from caruban.kernel.web.answers import render


@require_safe
@needs(EvaluationPermission.READ_INDEX)
def bridge(request: HttpRequest, region: str, code: str) -> HttpResponse:
    """Show, for each indicator of an instrument, the older ones that serve it."""
    by = actor_of(request)
    institution = find_institution(by=by, region=region)
    instrument = find_instrument(code)
    found = queries.crossings(institution, instrument, by=by, at=timezone.now())
    page = crossing_page(institution, instrument, found, by)
    return render(request, "evaluation/bridge.html", {"page": page})
