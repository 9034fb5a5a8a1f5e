"""One indicator of an evaluation, whole: criteria, answer, evidence, proof, decisions, trail."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.views.answering import show
from caruban.evaluation.views.place import place
from caruban.kernel.access import needs


@require_safe
@needs(EvaluationPermission.READ)
def indicator(request: HttpRequest, region: str, year: int, number: int) -> HttpResponse:
    """Show the indicator, with the forms that its reader may use at this stage."""
    return show(request, place(request, region, year, number))
