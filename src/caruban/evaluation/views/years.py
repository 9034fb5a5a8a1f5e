"""The years of an institution side by side, and the trend of its index."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from caruban.evaluation.forms.years import YearsForm
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.years import columns
from caruban.evaluation.views.frame import frame
from caruban.evaluation.views.shapes.years import label_of, page_of
from caruban.kernel.access import needs
from caruban.kernel.replica.reading import from_replica
from caruban.kernel.web.answers import render


@require_safe
@needs(EvaluationPermission.READ_INDEX)
@from_replica
def years(request: HttpRequest, region: str, year: int) -> HttpResponse:
    """Compare two of an institution's years, or a year with a target."""
    here = frame(request, region, year, "years")
    found = columns(here.assessment.institution, by=here.by)
    own = f"{year}:{here.assessment.instrument.code}"
    form = YearsForm(request.GET, [(one, label_of(one)) for one in found], own)
    page = page_of(found, *form.chosen)
    return render(request, "evaluation/years.html", {"frame": here, "form": form, "page": page})
