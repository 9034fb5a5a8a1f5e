"""The page of notices, what one chooses of them, and the way out that every mail has."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caruban.kernel.access import public, signed_in
from caruban.kernel.actors import Actor
from caruban.kernel.notices import actions, queries
from caruban.kernel.notices.forms import ChoicesForm
from caruban.kernel.notices.kinds import KINDS
from caruban.kernel.notices.models import Notice
from caruban.kernel.web.answers import render

OWN = "everyone has notices of their own and reaches no others"


@require_safe
@signed_in(OWN)
def notices(request: HttpRequest) -> HttpResponse:
    """Show the reader's notices, the latest first: all, unread ones, those of one kind."""
    actor = _actor(request)
    kind, unread = request.GET.get("jenis", ""), request.GET.get("baca") == "belum"
    before = request.GET.get("sebelum", "")
    page = queries.page_of(
        actor,
        kind=kind if kind in KINDS else "",
        unread=unread,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None,  # noqa: PLR2004 (digits of a bigint)
    )
    context = {
        "page": page,
        "kinds": queries.kinds_had(actor),
        "kind": kind if kind in KINDS else "",
        "unread": unread,
        "count": queries.unread_count(actor),
        "most": queries.COUNTED,
    }
    return render(request, "notices/list.html", context)


@require_safe
@signed_in(OWN)
def open_notice(request: HttpRequest, notice: int) -> HttpResponse:
    """Lead to the record of a notice, and mark it as read; what one may not see is not there."""
    row = Notice.objects.filter(user=_actor(request).pk, pk=notice).first()
    if row is None or not queries.visible_of([row], to=_actor(request)):
        raise Http404
    actions.read(notice, by=_actor(request), at=timezone.now())
    return redirect(row.url)


@require_POST
@signed_in(OWN)
def read(request: HttpRequest, notice: int) -> HttpResponse:
    """Mark one as read."""
    actions.read(notice, by=_actor(request), at=timezone.now())
    return _back(request)


@require_POST
@signed_in(OWN)
def unread(request: HttpRequest, notice: int) -> HttpResponse:
    """Mark one as not read."""
    actions.unread(notice, by=_actor(request))
    return _back(request)


@require_POST
@signed_in(OWN)
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read, or all of the kind that is shown."""
    kind = request.POST.get("jenis", "")
    many = actions.read_all(by=_actor(request), at=timezone.now(), kind=kind)
    said = ngettext(
        "%(many)d pemberitahuan ditandai sudah dibaca.",
        "%(many)d pemberitahuan ditandai sudah dibaca.",
        many,
    )
    messages.success(request, said % {"many": many})
    return _back(request)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(OWN)
def choices(request: HttpRequest) -> HttpResponse:
    """Show and keep what the reader wants of each kind."""
    form = ChoicesForm(queries.choices_of(_actor(request)), request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.choose(form.chosen, by=_actor(request))
        messages.success(request, _("Pilihan pemberitahuan disimpan."))
        return redirect("notices:choices")
    status = 422 if form.errors else 200
    return render(request, "notices/choices.html", {"form": form}, status)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public("the way out of mails works without signing in; its word is signed (RFC 8058)")
def stop(request: HttpRequest, word: str) -> HttpResponse:
    """Ask whether mails shall stop; stop them when told so, by a button or by a mail program."""
    try:
        _user, kinds = actions.meant_by(word)
    except ValueError as error:
        raise Http404 from error
    if request.method == "POST":
        actions.stop(word)
    titles = [KINDS.named(one).title for one in kinds if one in KINDS]
    context = {"titles": titles, "is_done": request.method == "POST"}
    return render(request, "notices/stop.html", context)


def _back(request: HttpRequest) -> HttpResponse:
    """Lead back to the cut of the list that the reader came from."""
    told = {name: request.POST[name] for name in ("jenis", "baca") if request.POST.get(name)}
    return redirect(reverse("notices:list") + (f"?{urlencode(told)}" if told else ""))


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined, no-any-return]
