"""The choices of a relation as one types."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from caruban.kernel.registers.doors import door
from caruban.kernel.registers.forms.fields import described_in, offered
from caruban.kernel.registers.kinds import Kind, NoSuchField
from caruban.kernel.registers.picker import Candidates
from caruban.kernel.registers.queries import may_do
from caruban.kernel.registers.register import RegisterType, form_names
from caruban.kernel.web.answers import render

VERBS = ("creates", "changes")


@never_cache
@require_safe
@door("creates", "changes")
def options(request: HttpRequest, register: RegisterType, field: str) -> HttpResponseBase:
    """Give the records in which `q` is found, for a verb; only those that may be pointed to."""
    by, verb = request.actor, request.GET.get("verb", "changes")  # type: ignore[attr-defined]
    if verb not in VERBS or not may_do(register, verb, by=by):
        raise Http404(verb)
    candidates = _candidates(register, field, verb, request)
    found = [candidates.offer(one) for one in candidates.sought(request.GET.get("q", ""))]
    return render(request, "registers/forms/options.html", {"found": found})


def _candidates(register: RegisterType, field: str, verb: str, request: HttpRequest) -> Candidates:
    try:
        described = described_in(register, field)
    except (NoSuchField, LookupError) as error:
        raise Http404(field) from error
    is_relation = described.kind.is_related or described.kind is Kind.MANY
    if not is_relation or ("-" not in field and field not in form_names(register)):
        raise Http404(field)
    rows = offered(register, field, by=request.actor, verb=verb)  # type: ignore[attr-defined]
    return Candidates(rows, is_tree=described.kind is Kind.PLACE)
