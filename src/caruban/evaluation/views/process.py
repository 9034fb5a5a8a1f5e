"""The process of an evaluation: where it stands, who may move it; dated, assigned, moved."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from caruban.evaluation.actions import assessments
from caruban.evaluation.forms.process import AssignForm, DueForm, SendBackForm
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.answers import answers_of
from caruban.evaluation.views.frame import Frame, frame
from caruban.evaluation.views.shapes.process import assign_form, page_of, send_back_form
from caruban.kernel.access import needs, require
from caruban.kernel.web.answers import refusing, render

INVALID = 422
Form = AssignForm | DueForm | SendBackForm


@require_safe
@needs(EvaluationPermission.READ)
def process(request: HttpRequest, region: str, year: int) -> HttpResponse:
    """Show the stages, who moves on and what lacks; the steering forms to who may."""
    here = _inside(request, region, year)
    return _show(request, here)


@require_POST
@needs(EvaluationPermission.STEER)
def set_due(request: HttpRequest, region: str, year: int) -> HttpResponse:
    """Set the day when answers are due."""
    here = _inside(request, region, year)
    form = DueForm(request.POST)
    with refusing(form):
        if form.is_valid():
            assessments.set_due(here.assessment, by=here.by, **form.cleaned_data)
    if form.errors:
        return _show(request, here, INVALID, due=form)
    messages.success(request, _("Tenggat evaluasi ditetapkan."))
    return redirect(here.url("process"))


@require_POST
@needs(EvaluationPermission.STEER)
def assign(request: HttpRequest, region: str, year: int) -> HttpResponse:
    """Make a unit responsible for the indicators that were picked."""
    here = _inside(request, region, year)
    form = assign_form(here, answers_of(here.assessment, by=here.by), request.POST)
    with refusing(form):
        if form.is_valid():
            assessments.assign_many(here.assessment, by=here.by, **form.cleaned_data)
    if form.errors:
        return _show(request, here, INVALID, assign=form)
    told = _("%(unit)s ditugaskan untuk indikator %(numbers)s.")
    numbers = ", ".join(map(str, form.cleaned_data["numbers"]))
    messages.success(request, told % {"unit": form.cleaned_data["unit"], "numbers": numbers})
    return redirect(here.url("process") + "#penugasan")


@require_POST
@needs(EvaluationPermission.REVIEW)
def send_back(request: HttpRequest, region: str, year: int) -> HttpResponse:
    """Return indicators to their units, with a note."""
    here = _inside(request, region, year)
    form = send_back_form(here, answers_of(here.assessment, by=here.by), request.POST)
    with refusing(form):
        if form.is_valid():
            assessments.send_back(here.assessment, by=here.by, **form.cleaned_data)
    if form.errors:
        return _show(request, here, INVALID, send_back=form)
    messages.success(request, _("Evaluasi dikembalikan ke penilaian mandiri."))
    return redirect(here.url("process"))


def _inside(request: HttpRequest, region: str, year: int) -> Frame:
    here = frame(request, region, year, "process")
    require(here.by, EvaluationPermission.READ, here.assessment)
    return here


def _show(request: HttpRequest, here: Frame, status: int = 200, **forms: Form) -> HttpResponse:
    page = page_of(here, forms, today=localdate())
    return render(request, "evaluation/process.html", {"frame": here, "page": page}, status)
