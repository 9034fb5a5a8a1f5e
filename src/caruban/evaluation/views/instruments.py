"""The instruments: public, so that anyone can read what an index is made of."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from caruban.evaluation.names import level_names, named
from caruban.evaluation.permissions import InstrumentPermission
from caruban.evaluation.queries import instruments as queries
from caruban.evaluation.views.shapes.instruments import entry_of, parts_of
from caruban.kernel.access import needs
from caruban.kernel.web.answers import render


@require_safe
@needs(InstrumentPermission.READ)
def instruments(request: HttpRequest) -> HttpResponse:
    """List the instruments, the one most recently in force first."""
    entries = [entry_of(one) for one in queries.instruments()]
    return render(request, "evaluation/instruments.html", {"entries": entries})


@require_safe
@needs(InstrumentPermission.READ)
def instrument(request: HttpRequest, code: str) -> HttpResponse:
    """Show an instrument whole: parts, weights, predicates, scales, criteria, evidence."""
    content = queries.find_instrument(code).content
    replaced = [one for one in queries.instruments() if one.code == content.replaces]
    context = {
        "content": content,
        "domains": parts_of(content),
        "levels": level_names(content),
        "replaced": replaced[0] if replaced else None,
        "named": named,
    }
    return render(request, "evaluation/instrument.html", context)
