"""How far the self-assessment is, unit by unit."""

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.progress import overall
from caruban.evaluation.queries.progress import progress as progress_of
from caruban.evaluation.views.frame import frame
from caruban.evaluation.views.shapes.process import views_of
from caruban.kernel.access import needs
from caruban.kernel.replica.reading import from_replica
from caruban.kernel.web.answers import render


@require_safe
@needs(EvaluationPermission.READ)
@from_replica
def progress(request: HttpRequest, region: str, year: int) -> HttpResponse:
    """Show each unit with what it has answered, what is ready and what is late."""
    here = frame(request, region, year, "process")
    today = localdate()
    context = {
        "frame": here,
        "units": progress_of(here.assessment, by=here.by, on=today),
        "whole": overall(here.assessment, by=here.by, on=today),
        "views": views_of(here, "progress"),
    }
    return render(request, "evaluation/progress.html", context)
