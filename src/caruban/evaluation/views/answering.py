"""What all buttons of an answer share: save what was typed, show the page with what was refused.

Every button of the answer sends the whole form, so that what was typed is saved with whatever was
pressed; see `views.answers` for the contract of a save.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from caruban.evaluation.actions import answers
from caruban.evaluation.forms.answer import AnswerForm
from caruban.evaluation.models import Answer
from caruban.evaluation.queries.answers import find_answer
from caruban.evaluation.views.place import Place
from caruban.evaluation.views.shapes.indicator import page_of
from caruban.kernel.errors import Stale
from caruban.kernel.web.answers import refusing, render

CONFLICT, INVALID = 409, 422


@dataclass
class Kept:
    """What became of a save: `answer` as it is now, `stale` where somebody else was first."""

    form: AnswerForm
    answer: Answer
    stale: Stale | None = None

    @property
    def is_refused(self) -> bool:
        return bool(self.form.errors)

    @property
    def status(self) -> int:
        return CONFLICT if self.stale else INVALID


def keep(request: HttpRequest, here: Place) -> Kept:
    """Save what was typed of the answer; what is sound is saved even where another field is not.

    Raises PermissionDenied.
    """
    form = AnswerForm(here.answer, request.POST)
    kept = Kept(form, here.answer)
    with refusing(form) as refusal:
        answers.fill(here.answer, by=here.frame.by, version=form.seen, **form.given)
    kept.stale = refusal.stale
    kept.answer = find_answer(here.frame.assessment, here.answer.number, by=here.frame.by)
    form.base_on(kept.answer)
    return kept


def show(
    request: HttpRequest, here: Place, *, kept: Kept | None = None, status: int = 200, **forms: Any
) -> HttpResponse:
    """Answer with the indicator's page; forms that were refused come back as they were typed."""
    if kept is not None:
        here = Place(here.frame, kept.answer)
        forms |= {"answer": kept.form, "stale": kept.stale}
    page = page_of(here.frame, here.answer, forms)
    context = {"frame": here.frame, "here": here, "page": page}
    context["upload_limit"] = settings.UPLOAD_LIMIT
    context["upload_limit_mb"] = settings.UPLOAD_LIMIT // (1024 * 1024)
    return render(request, "evaluation/indicator.html", context, status)
