"""Which indicator of which evaluation an address means."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect

from caruban.evaluation.models import Answer
from caruban.evaluation.queries.answers import find_answer
from caruban.evaluation.views.frame import Frame, frame


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
    """Find the indicator that an address means. Raises Http404, also for who may not read it."""
    here = frame(request, region, year, "indicators")
    return Place(here, find_answer(here.assessment, number, by=here.by))
