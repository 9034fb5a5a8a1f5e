"""Which indicator of which evaluation an address means."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from caruban.evaluation.models import Answer
from caruban.evaluation.names import named
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.answers import find_answer
from caruban.evaluation.views.frame import Frame, frame
from caruban.kernel.workspace.interface import remember


@dataclass(frozen=True)
class Place:
    """One indicator of an evaluation, as its pages and buttons begin."""

    frame: Frame
    answer: Answer

    def url(self, page: str, **further: object) -> str:
        """Give the address of a page or button about this indicator."""
        return self.frame.deep_url(page, number=self.answer.number, **further)

    def back(self, part: str = "") -> HttpResponseRedirect:
        """Send the reader to the indicator's page, at a part of it."""
        return redirect(self.url("indicator") + (f"#{part}" if part else ""))


def place(request: HttpRequest, region: str, year: int, number: int) -> Place:
    """Find the indicator that an address means, and remember that its reader was there.

    Raises Http404, also for who may not read it.
    """
    here = frame(request, region, year, "indicators")
    found = Place(here, find_answer(here.assessment, number, by=here.by))
    title = _("Indikator %(number)s: %(name)s") % {
        "number": number,
        "name": named(here.content.by_number[number]),
    }
    remember(
        request,
        title,
        found.url("indicator"),
        note=str(here.assessment),
        subject=found.answer,
        permission=EvaluationPermission.READ,
        changed=request.method == "POST",
    )
    return found
