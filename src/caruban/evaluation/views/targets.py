"""Targets by year: read by everybody, set by the secretariat."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caruban.evaluation.actions.plans import set_targets as set_them
from caruban.evaluation.forms.targets import FIRST, LAST, TargetsForm, YearForm
from caruban.evaluation.models import Target
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.tables import Table, table
from caruban.evaluation.queries.targets import all_targets, targets_of
from caruban.evaluation.views.frame import Frame, frame
from caruban.evaluation.views.shapes.targets import page_of, rows_of
from caruban.kernel.access import needs, require
from caruban.kernel.web.answers import refusing, render


@require_safe
@needs(EvaluationPermission.READ_INDEX)
def targets(request: HttpRequest, region: str, year: int) -> HttpResponse:
    """Show the targets of every year with the gap; send on to the form of a year that was typed."""
    here = frame(request, region, year, "targets")
    form = YearForm(request.GET if "tahun" in request.GET else None)
    if here.may(EvaluationPermission.SET_TARGET) and form.is_valid():
        return redirect(here.deep_url("set_targets", for_year=form.cleaned_data["tahun"]))
    context = {"frame": here, "form": form, "page": page_of(_table(here), _all(here))}
    return render(request, "evaluation/targets.html", context, 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EvaluationPermission.SET_TARGET)
def set_targets(request: HttpRequest, region: str, year: int, for_year: int) -> HttpResponse:
    """Show the form of a year's targets, and take it."""
    here = frame(request, region, year, "targets")
    if not FIRST <= for_year <= LAST:
        raise Http404(_("Target hanya untuk tahun 2015 sampai 2100."))
    require(here.by, EvaluationPermission.SET_TARGET, here.assessment)
    form = _form(request, here, for_year)
    if request.method == "POST" and _is_kept(request, form, here, for_year):
        return redirect(here.url("targets"))
    context = {"frame": here, "form": form, "rows": rows_of(_table(here), form)}
    context["for_year"] = for_year
    status = 422 if form.errors else 200
    return render(request, "evaluation/set_targets.html", context, status)


def _table(here: Frame) -> Table:
    return table(here.assessment, by=here.by)


def _all(here: Frame) -> list[Target]:
    return list(all_targets(here.assessment.institution, here.assessment.instrument))


def _form(request: HttpRequest, here: Frame, for_year: int) -> TargetsForm:
    held = targets_of(here.assessment.institution, here.assessment.instrument, for_year)
    given = request.POST if request.method == "POST" else None
    return TargetsForm(given, here.content, held, proposed=request.GET.dict())


def _is_kept(request: HttpRequest, form: TargetsForm, here: Frame, for_year: int) -> bool:
    if not form.is_valid():
        return False
    with refusing(form):
        set_them(
            here.assessment.institution,
            by=here.by,
            instrument=here.assessment.instrument,
            year=for_year,
            values=form.values,
            descriptions=form.descriptions,
            source=form.cleaned_data["source"],
        )
    if not form.errors:
        messages.success(request, _("Target %(year)s disimpan.") % {"year": for_year})
    return not form.errors
