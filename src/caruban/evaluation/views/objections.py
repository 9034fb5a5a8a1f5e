"""Objections to a provisional level: raised by the institution, answered by the assessor."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caruban.evaluation.actions import objections
from caruban.evaluation.forms.judging import ObjectionForm, ReplyForm
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.views.answering import INVALID, show
from caruban.evaluation.views.place import place
from caruban.kernel.access import needs
from caruban.kernel.web.answers import refusing

PART = "sanggahan"


@require_POST
@needs(EvaluationPermission.STEER)
def object_to(request: HttpRequest, region: str, year: int, number: int) -> HttpResponse:
    """Raise an objection, with its grounds."""
    here = place(request, region, year, number)
    form = ObjectionForm(here.answer, request.POST)
    with refusing(form):
        if form.is_valid():
            objections.object_to(here.answer, by=here.frame.by, **form.cleaned_data)
    if form.errors:
        return show(request, here, status=INVALID, objection=form)
    messages.success(request, _("Sanggahan dikirim kepada asesor."))
    return here.back(PART)


@require_POST
@needs(EvaluationPermission.JUDGE)
def answer_objection(
    request: HttpRequest, region: str, year: int, number: int, objection: int
) -> HttpResponse:
    """Answer an objection; an upheld one changes the level."""
    here = place(request, region, year, number)
    found = here.answer.objections.filter(pk=objection).first()
    if found is None:
        raise Http404(_("Tidak ada sanggahan itu pada indikator ini."))
    form = ReplyForm(here.answer, request.POST)
    with refusing(form):
        if form.is_valid():
            objections.answer_objection(
                found,
                by=here.frame.by,
                is_upheld=form.is_upheld,
                reply=form.cleaned_data["reply"],
                **(form.said if form.is_upheld else {}),
            )
    if form.errors:
        return show(request, here, status=INVALID, reply=form)
    messages.success(request, _("Jawaban atas sanggahan disimpan."))
    return here.back(PART)
