"""The indicators of an evaluation: claimed, proved, judged, and what lacks for the next level."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from caruban.evaluation.forms.indicators import IndicatorFilter
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.index import Basis, levels_of
from caruban.evaluation.queries.live import live
from caruban.evaluation.views.frame import Frame, frame
from caruban.evaluation.views.shapes.indicators import cuts_of, lines_of, public_groups
from caruban.kernel.access import needs
from caruban.kernel.replica.reading import from_replica
from caruban.kernel.web.answers import render


@require_safe
@needs(EvaluationPermission.READ_INDEX)
@from_replica
def indicators(request: HttpRequest, region: str, year: int) -> HttpResponse:
    """List the indicators: in full for the institution's people, the result alone for others."""
    here = frame(request, region, year, "indicators")
    return _in_full(request, here) if here.is_insider else _result(request, here)


def _in_full(request: HttpRequest, here: Frame) -> HttpResponse:
    lines = live(here.assessment, by=here.by)
    form = IndicatorFilter(request.GET, lines)
    context = {
        "frame": here,
        "form": form,
        "lines": lines_of(here, form.kept(lines)),
        "cuts": cuts_of(here, lines, request.GET),
        "count": len(lines),
    }
    return render(request, "evaluation/indicators.html", context)


def _result(request: HttpRequest, here: Frame) -> HttpResponse:
    levels = levels_of(here.assessment, Basis.FINAL, by=here.by)
    context = {"frame": here, "groups": public_groups(here, levels)}
    return render(request, "evaluation/indicators_public.html", context)
