"""Everything that happened in an evaluation, page by page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.trail import happenings, told
from caruban.evaluation.views.frame import frame
from caruban.evaluation.views.shapes.process import views_of
from caruban.kernel.access import needs
from caruban.kernel.web.answers import render

PER_PAGE = 50


@require_safe
@needs(EvaluationPermission.READ)
def trail(request: HttpRequest, region: str, year: int) -> HttpResponse:
    """Tell what happened, the latest first; a page that is none shows the nearest."""
    here = frame(request, region, year, "process")
    rows = Paginator(happenings(here.assessment, by=here.by), PER_PAGE)
    page = rows.get_page(request.GET.get("halaman"))
    context = {
        "frame": here,
        "rows": page,
        "entries": told(page.object_list),
        "views": views_of(here, "trail"),
    }
    return render(request, "evaluation/trail.html", context, part="entries")
