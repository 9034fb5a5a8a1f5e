"""What each step takes: the instrument's estimates, or the institution's own."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caruban.evaluation.actions.plans import reset_efforts as reset
from caruban.evaluation.actions.plans import set_efforts as keep
from caruban.evaluation.forms.efforts import EffortsForm
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries import plans
from caruban.evaluation.views.frame import Frame, frame
from caruban.evaluation.views.shapes.efforts import groups_of, rows_of
from caruban.kernel.access import needs, require
from caruban.kernel.web.answers import refusing, render, told


def _inside(
    request: HttpRequest, region: str, year: int, permission: EvaluationPermission
) -> Frame:
    here = frame(request, region, year, "path")
    require(here.by, permission, here.assessment)
    return here


@require_safe
@needs(EvaluationPermission.READ)
def efforts(request: HttpRequest, region: str, year: int) -> HttpResponse:
    """Show what every step takes, and which figures are the institution's own."""
    here = _inside(request, region, year, EvaluationPermission.READ)
    institution, instrument = here.assessment.institution, here.assessment.instrument
    own = plans.own_efforts(institution, instrument)
    groups = groups_of(here, plans.efforts(institution, instrument), own)
    context = {"frame": here, "groups": groups, "own": len(own)}
    return render(request, "evaluation/efforts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EvaluationPermission.PLAN)
def effort(request: HttpRequest, region: str, year: int, number: int) -> HttpResponse:
    """Show the form of one indicator's steps, and take it."""
    here = _inside(request, region, year, EvaluationPermission.PLAN)
    form = _form(request, here, number)
    if request.method == "POST" and _is_kept(request, form, here, number):
        return redirect(f"{here.url('efforts')}#i{number}")
    indicator = here.content.by_number[number]
    context = {
        "frame": here,
        "form": form,
        "indicator": indicator,
        "rows": rows_of(here, form, number),
    }
    return render(request, "evaluation/effort.html", context, 422 if form.errors else 200)


@require_POST
@needs(EvaluationPermission.PLAN)
def reset_efforts(request: HttpRequest, region: str, year: int) -> HttpResponse:
    """Go back to the instrument's own estimates."""
    here = _inside(request, region, year, EvaluationPermission.PLAN)
    with told(request, success=_("Semua upaya kembali ke perkiraan bawaan.")):
        reset(here.assessment.institution, by=here.by, instrument=here.assessment.instrument)
    return redirect(here.url("efforts"))


def _form(request: HttpRequest, here: Frame, number: int) -> EffortsForm:
    if number not in here.content.by_number:
        raise Http404(_("Instrumen ini tidak punya indikator itu."))
    held = plans.efforts(here.assessment.institution, here.assessment.instrument)
    given = request.POST if request.method == "POST" else None
    return EffortsForm(given, {level: held[own, level] for own, level in held if own == number})


def _is_kept(request: HttpRequest, form: EffortsForm, here: Frame, number: int) -> bool:
    if not form.is_valid():
        return False
    with refusing(form):
        keep(
            here.assessment.institution,
            by=here.by,
            instrument=here.assessment.instrument,
            number=number,
            efforts=form.efforts,
        )
    if not form.errors:
        messages.success(request, _("Upaya indikator %(number)s disimpan.") % {"number": number})
    return not form.errors
