"""Institutions side by side."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from caruban.evaluation.forms.comparison import ComparisonForm
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries import comparison as queries
from caruban.evaluation.views.frame import actor_of
from caruban.evaluation.views.shapes.comparison import side_by_side
from caruban.kernel.access import needs
from caruban.kernel.actors import Guest
from caruban.kernel.replica.reading import from_replica
from caruban.kernel.web.answers import render


@require_safe
@needs(EvaluationPermission.READ_INDEX)
@from_replica
def comparison(request: HttpRequest) -> HttpResponse:
    """Compare the institutions of a year by one instrument, the highest index first."""
    by = actor_of(request)
    finished = queries.comparable(by=Guest())
    form = ComparisonForm(request.GET, queries.comparable(by=by), next(iter(finished), None))
    year, code = form.chosen
    points = queries.comparison(year, by=by, instrument=code) if code else []
    context = {"form": form, "year": year, "table": side_by_side(points, by)}
    return render(request, "evaluation/comparison.html", context)
