"""The cheapest path to a target: asked, explained, kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from caruban.evaluation.actions.plans import keep_plan as keep
from caruban.evaluation.forms.path import PathForm
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries import plans
from caruban.evaluation.queries.targets import targets_by_year
from caruban.evaluation.rules.path import Question, TooHard
from caruban.evaluation.views.frame import Frame, frame
from caruban.evaluation.views.shapes.path import Outcome, kept_of, outcome_of
from caruban.kernel.access import needs, require
from caruban.kernel.errors import Refused
from caruban.kernel.web.answers import render, told

TOO_LONG = gettext_lazy(
    "Pencarian dihentikan karena terlalu lama. Kurangi jumlah tahun, atau longgarkan batasnya."
)


def _inside(request: HttpRequest, region: str, year: int) -> Frame:
    here = frame(request, region, year, "path")
    require(here.by, EvaluationPermission.READ, here.assessment)
    return here


@require_safe
@needs(EvaluationPermission.READ)
def path(request: HttpRequest, region: str, year: int) -> HttpResponse:
    """Ask for a path by the address; show it step by step, or why there is none."""
    here = _inside(request, region, year)
    form = _form(request, here)
    outcome = _found(here, form) if "cari" in request.GET and form.is_valid() else None
    context = {
        "frame": here,
        "form": form,
        "outcome": outcome,
        "asked": "cari" in request.GET,
        "query": request.GET.urlencode(),
        "kept": kept_of(here, plans.kept_plans(here.assessment.institution, by=here.by)),
    }
    status = 422 if context["asked"] and form.errors else 200
    return render(request, "evaluation/path.html", context, status)


@require_POST
@needs(EvaluationPermission.PLAN)
def keep_plan(request: HttpRequest, region: str, year: int) -> HttpResponse:
    """Keep the path that the address asks for, as it is found now."""
    here = _inside(request, region, year)
    form = _form(request, here)
    with told(request, success=_("Jalur disimpan.")):
        if not form.is_valid():
            raise Refused(_("Perbaiki dahulu isian jalur, lalu cari lagi."))
        keep(
            here.assessment.institution,
            by=here.by,
            instrument=here.assessment.instrument,
            question=_question(here, form),
        )
    return redirect(f"{here.url('path')}#tersimpan")


@require_safe
@needs(EvaluationPermission.READ)
def plan(request: HttpRequest, region: str, year: int, pk: int) -> HttpResponse:
    """Show a kept path as it was found."""
    here = _inside(request, region, year)
    kept = plans.find_plan(here.assessment, pk, by=here.by)
    outcome = outcome_of(here, kept.instrument.content, kept.question, kept.answer)
    return render(
        request, "evaluation/plan.html", {"frame": here, "plan": kept, "outcome": outcome}
    )


def _form(request: HttpRequest, here: Frame) -> PathForm:
    assessment = here.assessment
    targets = targets_by_year(assessment.institution, assessment.instrument)
    return PathForm(request.GET, here.content, targets, assessment.year)


def _question(here: Frame, form: PathForm) -> Question:
    return plans.question(
        here.assessment, by=here.by, targets=form.aim, years=form.years, **form.limits
    )


def _found(here: Frame, form: PathForm) -> Outcome | None:
    """Find the path; where the search takes too long, say so on the form."""
    asked = _question(here, form)
    try:
        found = plans.path(asked)
    except TooHard:
        form.add_error(None, TOO_LONG)
        return None
    return outcome_of(here, here.content, plans.plain_question(asked), plans.plain_answer(found))
