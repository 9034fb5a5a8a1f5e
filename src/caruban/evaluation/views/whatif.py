"""What if levels moved: the index at once, with JavaScript or without, shared by its address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from caruban.evaluation.forms.whatif import MovesForm
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.index import current_basis, levels_of, values_of
from caruban.evaluation.views.frame import frame
from caruban.evaluation.views.shapes.whatif import page_of
from caruban.kernel.access import needs
from caruban.kernel.web.answers import render


@require_safe
@needs(EvaluationPermission.READ_INDEX)
def whatif(request: HttpRequest, region: str, year: int) -> HttpResponse:
    """Show the index before and after the moves that the address holds.

    A form sends every level; the answer is an address with nothing but what moved.
    """
    here = frame(request, region, year, "whatif")
    basis = current_basis(here.assessment)
    levels = levels_of(here.assessment, basis, by=here.by)
    form = MovesForm(request.GET, here.content, levels)
    address = here.url("whatif", **form.query)
    is_part = request.headers.get("HX-Request") == "true"
    if not is_part and not form.errors and len(request.GET) > len(form.query) + bool(here.asked):
        return redirect(address)
    values = values_of(here.assessment, basis, by=here.by)
    context = {"frame": here, "form": form, "page": page_of(here, form, values), "share": address}
    answer = render(request, "evaluation/whatif.html", context, part="outcome")
    if is_part:
        answer["HX-Replace-Url"] = address
    return answer
