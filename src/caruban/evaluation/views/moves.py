"""The moves of an evaluation from stage to stage; one address and one button each."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caruban.evaluation.actions.assessments import MOVES
from caruban.evaluation.models import Assessment
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.rules.workflow import TRANSITIONS
from caruban.evaluation.views.frame import frame
from caruban.kernel.access import needs, require
from caruban.kernel.web.answers import told

WITH_A_FORM = "send_back"  # says why, so it has a view of its own


def _move(name: str) -> Callable[..., HttpResponseBase]:
    """Make the view of one transition; a second click finds the evaluation moved, and says so."""
    act: Callable[..., Assessment] = MOVES[name]

    @require_POST
    @needs(EvaluationPermission(TRANSITIONS[name].verb))
    def move(request: HttpRequest, region: str, year: int) -> HttpResponse:
        here = frame(request, region, year, "process")
        require(here.by, EvaluationPermission.READ, here.assessment)
        with told(request, success=_arrived(name)):
            act(here.assessment, by=here.by)
        return redirect(here.url("process"))

    move.__name__ = move.__qualname__ = name
    return move


def _arrived(name: str) -> str:
    state = Assessment.State(TRANSITIONS[name].end).label
    return _("Evaluasi sekarang pada tahap %(state)s.") % {"state": state}


VIEWS = {name: _move(name) for name in MOVES if name != WITH_A_FORM}
