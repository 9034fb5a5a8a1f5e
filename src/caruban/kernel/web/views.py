"""The house's own pages: public home, language, style guide."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language as change_language

from caruban.kernel.access import public
from caruban.kernel.accounts.actions import choose_language
from caruban.kernel.replica.reading import from_replica
from caruban.kernel.tiles import queries as tiles
from caruban.kernel.web import styleguide as sheet
from caruban.kernel.web.answers import render


@require_safe
@public("the front door: what this is, and what everyone may read")
@from_replica
def home(request: HttpRequest) -> HttpResponse:
    """Show what Caruban is and the public figures."""
    figures = tiles.figures(on=timezone.localdate())
    return render(request, "web/home.html", {"figures": figures})


@csrf_exempt  # changes nothing but the language shown, so public pages need no cookie for it
@require_POST
@public("a guest chooses a language, too")
def set_language(request: HttpRequest) -> HttpResponseBase:
    """Keep the reader's language, in their account and in a cookie; go back to where they were."""
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        choose_language(by=request.actor, language=language)  # type: ignore[attr-defined]
    return change_language(request)


@require_safe
@public("parts without data, and only in demo mode")
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every part of the pages with its call; outside demo mode there is no such page."""
    if not settings.DEMO:
        raise Http404("style guide")
    return render(request, "web/styleguide.html", {"sections": sheet.sections(request)})
