"""Help: its index, what it says about something, one page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from caruban.kernel.access import public
from caruban.kernel.help.pages import pages
from caruban.kernel.help.queries import beside, by_module, sought
from caruban.kernel.web.answers import render

OPEN = "how the house works is no secret, and holds no data"


@require_safe
@public(OPEN)
def help_index(request: HttpRequest) -> HttpResponse:
    """Show all pages by subject; with words, those that speak of them."""
    words = request.GET.get("q", "").strip()
    context = {"words": words, "groups": by_module(), "hits": sought(words)}
    return render(request, "help/index.html", context)


@require_safe
@public(OPEN)
def help_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one page of help."""
    page = pages().get(name)
    if page is None:
        raise Http404("page of help")
    return render(request, "help/page.html", {"page": page, "beside": beside(page)})
