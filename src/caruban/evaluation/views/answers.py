"""Answering an indicator: saved as it is typed, marked ready, opened again.

The contract of a save (`fill`), for scripts as for the page's own:

    POST …/indikator/<number>/isian/      form-encoded, signed in, CSRF token as in every form
      version            the version that the reader saw, from the page or the last save
      claimed_level      "1" to "5", "" for none            |
      claimed_items      "3.1", repeated; "" is left out    |  only fields that are sent are saved;
      claimed_score      "68,75" or "68.75", "" for none    |  which there are follows from the
      narrative          text, at most 20,000 characters    |  indicator
    With `Accept: application/json`:
      200  saved and committed: {version, saved_at, message, level, is_complete, readiness}
           Sending again what is saved already answers 200 too, whatever version it names: a save
           whose answer was lost is sent again as it was.
      409  somebody else changed the answer since `version`; nothing was saved:
           {refusal: "stale", version, message, html}: `version` is the one to save over knowingly,
           `html` shows who changed what, and both texts
      422  {refusal: "invalid", version, message, errors: {field: [sentence]}}; fields that are
           sound were saved
      403  not allowed, or the CSRF token is old; 302 to the sign-in: the session ended
      404  no such indicator for this reader; 503 + Retry-After: the database is away, send again
    Without it, the same in pages: 302 to the indicator, or the page with 409 or 422 and all that
    was typed.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caruban.evaluation.actions import answers
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.views.answering import Kept, keep, show
from caruban.evaluation.views.place import place
from caruban.evaluation.views.shapes.saving import refused, saved
from caruban.kernel.access import needs
from caruban.kernel.web.answers import told


@require_POST
@needs(EvaluationPermission.FILL)
def fill(request: HttpRequest, region: str, year: int, number: int) -> HttpResponse:
    """Save what was typed; see the contract above."""
    here = place(request, region, year, number)
    kept = keep(request, here)
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return _json(request, kept, here.url("indicator"))
    if kept.is_refused:
        return show(request, here, kept=kept, status=kept.status)
    messages.success(request, saved(kept.answer)["message"])
    return here.back()


@require_POST
@needs(EvaluationPermission.FILL)
def complete(request: HttpRequest, region: str, year: int, number: int) -> HttpResponse:
    """Save what was typed, then mark the answer as ready; what lacks is named."""
    here = place(request, region, year, number)
    kept = keep(request, here)
    if kept.is_refused:
        return show(request, here, kept=kept, status=kept.status)
    with told(request, success=_("Indikator %(number)s siap diajukan.") % {"number": number}):
        answers.fill(kept.answer, by=here.frame.by, version=kept.answer.version, is_complete=True)
    return here.back()


@require_POST
@needs(EvaluationPermission.FILL)
def reopen(request: HttpRequest, region: str, year: int, number: int) -> HttpResponse:
    """Save what was typed, then open an answer that was ready again."""
    here = place(request, region, year, number)
    kept = keep(request, here)
    if kept.is_refused:
        return show(request, here, kept=kept, status=kept.status)
    with told(request, success=_("Indikator %(number)s dibuka kembali.") % {"number": number}):
        answers.fill(kept.answer, by=here.frame.by, version=kept.answer.version, is_complete=False)
    return here.back()


def _json(request: HttpRequest, kept: Kept, back: str) -> JsonResponse:
    if not kept.is_refused:
        return JsonResponse(saved(kept.answer))
    told = refused(request, kept.form, kept.answer, kept.stale, back=back)
    return JsonResponse(told, status=kept.status)
