"""Evidence of an answer: uploaded, taken from what is there, detached."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caruban.evaluation.actions import answers
from caruban.evaluation.forms.evidence import TakeForm, UploadForm
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.evidence import documents_to_take
from caruban.evaluation.views.answering import INVALID, keep, show
from caruban.evaluation.views.place import place
from caruban.kernel.access import needs
from caruban.kernel.web.answers import refusing, told

PART = "data-dukung"  # where the page goes on after a change


@require_POST
@needs(EvaluationPermission.FILL)
def attach(request: HttpRequest, region: str, year: int, number: int) -> HttpResponse:
    """Save what was typed, then take an upload as evidence for a level."""
    here = place(request, region, year, number)
    kept = keep(request, here)
    form = UploadForm(request.POST, request.FILES)
    if kept.is_refused:
        return show(request, here, kept=kept, status=kept.status, upload=form)
    with refusing(form):
        if form.is_valid():
            answers.attach(kept.answer, by=here.frame.by, **form.cleaned_data)
    if form.errors:
        return show(request, here, kept=kept, status=INVALID, upload=form)
    messages.success(request, _("Data dukung ditambahkan."))
    return here.back(PART)


@require_POST
@needs(EvaluationPermission.FILL)
def attach_existing(request: HttpRequest, region: str, year: int, number: int) -> HttpResponse:
    """Save what was typed, then take a document that is there as evidence for a level."""
    here = place(request, region, year, number)
    kept = keep(request, here)
    form = TakeForm(documents_to_take(here.answer, by=here.frame.by), request.POST)
    if kept.is_refused:
        return show(request, here, kept=kept, status=kept.status, take=form)
    with refusing(form):
        if form.is_valid():
            answers.attach_existing(kept.answer, by=here.frame.by, **form.cleaned_data)
    if form.errors:
        return show(request, here, kept=kept, status=INVALID, take=form)
    messages.success(request, _("Data dukung ditambahkan."))
    return here.back(PART)


@require_POST
@needs(EvaluationPermission.FILL)
def detach(
    request: HttpRequest, region: str, year: int, number: int, evidence: int
) -> HttpResponse:
    """Save what was typed, then take a document back from a level; gone already is well."""
    here = place(request, region, year, number)
    kept = keep(request, here)
    if kept.is_refused:
        return show(request, here, kept=kept, status=kept.status)
    found = here.answer.evidence.filter(pk=evidence).first()
    if found is None:
        messages.info(request, _("Dokumen itu sudah tidak menjadi data dukung indikator ini."))
        return here.back(PART)
    with told(request, success=_("Data dukung dilepas; dokumennya tetap tersimpan.")):
        answers.detach(found, by=here.frame.by)
    return here.back(PART)
