"""The page of the search; the palette shows the same as one types."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from caruban.kernel.access import public
from caruban.kernel.registers.search import cleaned
from caruban.kernel.replica.reading import from_replica
from caruban.kernel.search.queries import LEAST, found
from caruban.kernel.web.answers import render

OF_EACH = 10


@require_safe
@public("everyone finds what they may read anyway")
@from_replica
def search(request: HttpRequest) -> HttpResponse:
    """Show what is found, register by register."""
    words = cleaned(request.GET.get("q", ""))
    groups = list(found(words, by=request.actor, limit=OF_EACH))  # type: ignore[attr-defined]
    context = {"words": words, "groups": groups, "is_short": 0 < len(words) < LEAST}
    return render(request, "search/search.html", context, part="found")
