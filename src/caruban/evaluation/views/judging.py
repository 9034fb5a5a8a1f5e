"""Deciding on an answer: the reviewers inside, the assessors outside."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caruban.evaluation.actions import judging
from caruban.evaluation.forms.judging import JudgeForm
from caruban.evaluation.models import Judgement
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.views.answering import INVALID, show
from caruban.evaluation.views.place import Place, place
from caruban.kernel.access import needs
from caruban.kernel.web.answers import refusing

PART = "penilaian"


@require_POST
@needs(EvaluationPermission.REVIEW)
def review(request: HttpRequest, region: str, year: int, number: int) -> HttpResponse:
    """Keep what an internal reviewer decided, with the reason."""
    here = place(request, region, year, number)
    return _decided(request, here, "reviewed", judging.review)


@require_POST
@needs(EvaluationPermission.JUDGE)
def judge(request: HttpRequest, region: str, year: int, number: int) -> HttpResponse:
    """Keep what an external assessor decided, with the reason."""
    here = place(request, region, year, number)
    return _decided(request, here, "judged", judging.judge)


def _decided(
    request: HttpRequest, here: Place, whose: str, decide: Callable[..., Judgement]
) -> HttpResponse:
    form = JudgeForm.of(here.answer, whose, request.POST)
    with refusing(form):
        if form.is_valid():
            kept = decide(
                here.answer,
                by=here.frame.by,
                reason=form.cleaned_data["reason"],
                recommendation=form.cleaned_data["recommendation"],
                **form.said,
            )
    if form.errors:
        return show(request, here, status=INVALID, judge=form)
    messages.success(request, _("Penilaian disimpan: tingkat %(level)s.") % {"level": kept.level})
    return here.back(PART)
