"""Which institutions have an index, and the way to the latest of each."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries import assessments
from caruban.evaluation.queries.trend import points
from caruban.evaluation.views.frame import actor_of
from caruban.evaluation.views.shapes.institutions import by_institution, entries_of
from caruban.kernel.access import needs
from caruban.kernel.replica.reading import from_replica
from caruban.kernel.web.answers import render

PER_PAGE = 25


@require_safe
@needs(EvaluationPermission.READ_INDEX)
@from_replica
def institutions(request: HttpRequest) -> HttpResponse:
    """List the institutions with an index, each with its years."""
    by = actor_of(request)
    groups = by_institution(assessments.seen(by))
    page = Paginator(groups, PER_PAGE).get_page(request.GET.get("halaman"))
    entries = entries_of(points([one for group in page for one in group]), by)
    return render(request, "evaluation/institutions.html", {"page": page, "entries": entries})


@require_safe
@needs(EvaluationPermission.READ_INDEX)
@from_replica
def institution(request: HttpRequest, region: str) -> HttpResponse:
    """Go to an institution's latest evaluation; while there is none, say so and what to do."""
    by = actor_of(request)
    found = assessments.find_institution(by=by, region=region)
    latest = assessments.latest(found, by=by)
    if latest is None:
        return render(request, "evaluation/none_yet.html", {"institution": found})
    place = {"region": region, "year": latest.year}
    return redirect(reverse("evaluation:index", kwargs=place))
