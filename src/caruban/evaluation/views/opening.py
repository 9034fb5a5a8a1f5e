"""Opening the evaluation of an institution for a year."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from caruban.evaluation.actions.assessments import open_assessment
from caruban.evaluation.forms.process import OpenForm
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries import assessments
from caruban.evaluation.queries.instruments import instruments
from caruban.evaluation.views.frame import actor_of
from caruban.kernel.access import needs, require
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.web.answers import refusing, render


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EvaluationPermission.OPEN)
def open_one(request: HttpRequest, region: str) -> HttpResponse:
    """Show the form of a new evaluation, and take it."""
    institution = assessments.find_institution(by=actor_of(request), region=region)
    require(actor_of(request), EvaluationPermission.OPEN, institution)
    data = request.POST if request.method == "POST" else None
    form = OpenForm(instruments(), today=localdate(), data=data)
    if data is not None and _is_opened(request, form, institution):
        year, code = form.cleaned_data["year"], form.cleaned_data["instrument"].code
        place = redirect("evaluation:process", region=region, year=year)
        place["Location"] += f"?instrumen={code}"
        return place
    context = {"institution": institution, "form": form}
    return render(request, "evaluation/open.html", context, 422 if form.errors else 200)


def _is_opened(request: HttpRequest, form: OpenForm, institution: Organisation) -> bool:
    if not form.is_valid():
        return False
    with refusing(form):
        found = open_assessment(institution, by=actor_of(request), **form.cleaned_data)
        messages.success(request, _("Evaluasi %(assessment)s dibuka.") % {"assessment": found})
    return not form.errors
