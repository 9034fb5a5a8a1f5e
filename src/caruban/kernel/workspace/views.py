"""One's desk: work, favourites, the command palette as a page, shortcuts."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from caruban.kernel.access import signed_in
from caruban.kernel.actors import Actor
from caruban.kernel.tiles.queries import to_do
from caruban.kernel.web.answers import render, told
from caruban.kernel.workspace import actions
from caruban.kernel.workspace.palette import offered
from caruban.kernel.workspace.places import Place
from caruban.kernel.workspace.queries import recent
from caruban.kernel.workspace.work import Chosen, arranged

OWN = "everyone has a desk of their own and reaches no other"
LONGEST_SEARCH = 100
STEPS = {"up": -1, "down": 1}


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined, no-any-return]


@require_safe
@signed_in("shows only the reader's own work")
def workspace(request: HttpRequest) -> HttpResponse:
    """Show what waits for the reader, by when or by organisation, and where they were lately."""
    today = timezone.localdate()
    work = arranged(to_do(_actor(request), on=today), Chosen.read(request.GET), on=today)
    context = {"work": work, "recent": recent(_actor(request))}
    return render(request, "workspace/home.html", context, part="work")


@require_safe
@signed_in(OWN)
def favourites(request: HttpRequest) -> HttpResponse:
    """Show the favourites, to be ordered, named and dropped."""
    return render(request, "workspace/favourites.html")


@require_POST
@signed_in(OWN)
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the place that a page's star names by its signed word."""
    try:
        place = Place.read(request.POST.get("place", ""))
    except ValueError as error:
        raise BadRequest from error
    with told(request):
        actions.keep(place, by=_actor(request))
    return _star(request, place)


@require_POST
@signed_in(OWN)
def drop(request: HttpRequest) -> HttpResponse:
    """Drop a favourite: by its address, or by the signed word of the page's star."""
    word = request.POST.get("place", "")
    try:
        place = Place.read(word) if word else Place(request.POST.get("url", ""), "")
    except ValueError as error:
        raise BadRequest from error
    actions.drop(place.url, by=_actor(request))
    return _star(request, place) if word else redirect("favourites")


def _star(request: HttpRequest, place: Place) -> HttpResponse:
    """Answer htmx with the star as it is now; a form goes back to the page that had it."""
    if request.headers.get("HX-Request") == "true":
        request.place = place  # type: ignore[attr-defined]
        return render(request, "workspace/parts/star.html")
    return redirect(_back(request, place.url))


def _back(request: HttpRequest, address: str) -> str:
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if is_ours else "/"


@require_POST
@signed_in(OWN)
def rename(request: HttpRequest) -> HttpResponse:
    """Give a favourite another title."""
    with told(request, _("Nama favorit diganti.")):
        actions.rename(
            request.POST.get("url", ""), by=_actor(request), title=request.POST.get("title", "")
        )
    return redirect("favourites")


@require_POST
@signed_in(OWN)
def arrange(request: HttpRequest) -> HttpResponse:
    """Order the favourites: one of them up or down a step, or all as they were dragged."""
    url, step = request.POST.get("url", ""), request.POST.get("step", "")
    if url and step in STEPS:
        actions.move(url, by=_actor(request), steps=STEPS[step])
    else:
        actions.arrange(request.POST.getlist("order"), by=_actor(request))
    return redirect("favourites")


@require_safe
@signed_in(OWN)
def palette(request: HttpRequest) -> HttpResponse:
    """Show what fits the words: pages, commands, places, records; its dialog asks for a part."""
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    context = {"words": words, "parts": offered(_actor(request), words)}
    is_asked_by_dialog = request.headers.get("X-Palette") == "1"
    template = "workspace/parts/options.html" if is_asked_by_dialog else "workspace/palette.html"
    response = render(request, template, context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@signed_in("lists the shortcuts of the reader's own pages")
def shortcuts(request: HttpRequest) -> HttpResponse:
    """List the shortcuts of the keyboard, with the switch for single letters."""
    return render(request, "workspace/shortcuts.html")


@require_POST
@signed_in(OWN)
def use_shortcuts(request: HttpRequest) -> HttpResponse:
    """Switch shortcuts of single letters on or off."""
    wanted = request.POST.get("wanted") == "1"
    said = _("Pintasan satu huruf dinyalakan.") if wanted else _("Pintasan satu huruf dimatikan.")
    with told(request, said):
        actions.use_shortcuts(by=_actor(request), wanted=wanted)
    return redirect("shortcuts")
