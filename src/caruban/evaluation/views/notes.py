"""Where the planning document disagrees with itself; public, as the document is."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.notes import notes_of
from caruban.evaluation.views.frame import frame
from caruban.kernel.access import needs
from caruban.kernel.web.answers import render


@require_safe
@needs(EvaluationPermission.READ_INDEX)
def notes(request: HttpRequest, region: str, year: int) -> HttpResponse:
    """List the notes on the documents of an institution, in the order of the document."""
    here = frame(request, region, year, "notes")
    found = notes_of(here.assessment.institution, by=here.by)
    return render(request, "evaluation/notes.html", {"frame": here, "notes": found})
