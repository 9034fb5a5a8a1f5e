"""The index of an evaluation: the one number, what it is made of, where it leads."""

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from caruban.evaluation.forms.basis import BasisForm
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.instruments import crossing_of
from caruban.evaluation.queries.overview import overview
from caruban.evaluation.views.frame import frame
from caruban.evaluation.views.shapes.overview import page_of
from caruban.kernel.access import needs
from caruban.kernel.replica.reading import from_replica
from caruban.kernel.web.answers import render
from caruban.kernel.workspace.interface import remember


@require_safe
@needs(EvaluationPermission.READ_INDEX)
@from_replica
def index(request: HttpRequest, region: str, year: int) -> HttpResponse:
    """Show the index; its own people choose whose word it is made of, and as of which day."""
    here = frame(request, region, year, "index")
    title = _("%(title)s %(year)s") % {"title": here.title, "year": year}
    remember(request, title, here.url("index"), **here.known)
    form = BasisForm(request.GET, here.assessment) if here.is_insider else None
    basis, at = (form.basis, form.at) if form else (None, None)
    found = overview(here.assessment, by=here.by, basis=basis, at=at)
    context = {
        "frame": here,
        "form": form,
        "page": page_of(here, found, today=localdate()),
        "at": at,
        "crossing": crossing_of(here.assessment.instrument),
    }
    return render(request, "evaluation/index.html", context)
