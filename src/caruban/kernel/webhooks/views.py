"""The pages of webhooks: where they go, what was sent, and again."""

from datetime import date, datetime, time

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caruban.kernel.access import get_visible_or_404, needs
from caruban.kernel.actors import Actor
from caruban.kernel.errors import Refused
from caruban.kernel.sealed import opened, sealed
from caruban.kernel.web.answers import refusing, render, told
from caruban.kernel.webhooks import actions, queries
from caruban.kernel.webhooks.forms import EndpointForm
from caruban.kernel.webhooks.models import Delivery, Endpoint
from caruban.kernel.webhooks.permissions import WebhookPermission

MANAGE = WebhookPermission.MANAGE
PAGE = 50  # messages
TOLD_ONCE = "webhook.told_once"  # in the session, and the purpose of its seal


@require_safe
@needs(MANAGE)
def endpoints(request: HttpRequest) -> HttpResponse:
    """Show the endpoints that the reader manages."""
    return render(request, "webhooks/list.html", {"endpoints": queries.endpoints_of(_by(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE)
def add(request: HttpRequest) -> HttpResponse:
    """Ask for a new endpoint and keep it."""
    institutions = queries.institutions_for(_by(request))
    form = EndpointForm(_posted(request), institutions=institutions)
    if request.method == "POST":
        with refusing(form):
            if form.is_valid():
                given = form.cleaned_data
                endpoint, secret = actions.add(
                    given["institution"],
                    by=_by(request),
                    name=given["name"],
                    url=given["url"],
                    events=given["events"],
                )
        if form.is_valid():
            _tell_once(request, endpoint.pk, secret)
            return redirect("webhooks:endpoint", endpoint.pk)
    return render(
        request, "webhooks/form.html", {"form": form, "endpoint": None}, 422 if form.errors else 200
    )


@never_cache
@require_safe
@needs(MANAGE)
def endpoint(request: HttpRequest, endpoint: int) -> HttpResponse:
    """Show an endpoint, its new secret once, and what was sent to it."""
    row = _endpoint(request, endpoint)
    cut = request.GET.get("kiriman", "")
    rows = queries.deliveries_of(row, cut)
    context = {
        "endpoint": row,
        "secret": _told_once(request, row.pk),
        "counts": queries.counts_of(row),
        "cut": cut if cut in queries.CUTS else "",
        "page": Paginator(rows, PAGE).get_page(request.GET.get("halaman")),
        "former_signs": bool(row.former_until and row.former_until > timezone.now()),
    }
    return render(request, "webhooks/endpoint.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE)
def change(request: HttpRequest, endpoint: int) -> HttpResponse:
    """Ask for changes of an endpoint and keep them."""
    row = _endpoint(request, endpoint)
    now = {"name": row.name, "url": row.url, "events": row.events, "version": row.version}
    form, stale = EndpointForm(_posted(request), initial=now), None
    if request.method == "POST":
        with refusing(form) as refusal:
            if form.is_valid():
                given = form.cleaned_data
                actions.change(  # type: ignore[call-arg]  # each action takes from_version
                    row,
                    by=_by(request),
                    from_version=given["version"],
                    name=given["name"],
                    url=given["url"],
                    events=given["events"],
                )
        if form.is_valid():
            messages.success(request, _("Webhook disimpan."))
            return redirect("webhooks:endpoint", row.pk)
        stale = refusal.stale
    context = {"form": form, "endpoint": row, "stale": stale}
    return render(request, "webhooks/form.html", context, 422 if form.errors else 200)


@require_POST
@needs(MANAGE)
def switch_on(request: HttpRequest, endpoint: int) -> HttpResponse:
    """Switch an endpoint on."""
    with told(request, success=_("Webhook dinyalakan.")):
        actions.switch_on(_endpoint(request, endpoint), by=_by(request))
    return redirect("webhooks:endpoint", endpoint)


@require_POST
@needs(MANAGE)
def switch_off(request: HttpRequest, endpoint: int) -> HttpResponse:
    """Switch an endpoint off."""
    with told(request, success=_("Webhook dimatikan.")):
        actions.switch_off(_endpoint(request, endpoint), by=_by(request))
    return redirect("webhooks:endpoint", endpoint)


@require_POST
@needs(MANAGE)
def rotate(request: HttpRequest, endpoint: int) -> HttpResponse:
    """Renew the secret of an endpoint."""
    _tell_once(request, endpoint, actions.rotate(_endpoint(request, endpoint), by=_by(request)))
    return redirect("webhooks:endpoint", endpoint)


@require_POST
@needs(MANAGE)
def try_out(request: HttpRequest, endpoint: int) -> HttpResponse:
    """Send an endpoint a message by which it is tried out."""
    row = _endpoint(request, endpoint)
    try:
        delivery = actions.try_out(row, by=_by(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("webhooks:endpoint", endpoint)
    messages.success(request, _("Kiriman percobaan sedang dikirim. Muat ulang untuk hasilnya."))
    return redirect("webhooks:delivery", endpoint, delivery.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE)
def remove(request: HttpRequest, endpoint: int) -> HttpResponse:
    """Ask whether to remove an endpoint; remove it."""
    row = _endpoint(request, endpoint)
    if request.method == "POST":
        with told(request, success=_("Webhook dihapus.")):
            actions.remove(row, by=_by(request))
        return redirect("webhooks:list")
    return render(request, "webhooks/remove.html", {"endpoint": row})


@require_safe
@needs(MANAGE)
def delivery(request: HttpRequest, endpoint: int, delivery: int) -> HttpResponse:
    """Show one message, as it was sent, and each try."""
    row = _endpoint(request, endpoint)
    one = _delivery(row, delivery)
    context = {"endpoint": row, "delivery": one, "attempts": one.attempts.all()}
    return render(request, "webhooks/delivery.html", context)


@require_POST
@needs(MANAGE)
def replay(request: HttpRequest, endpoint: int, delivery: int) -> HttpResponse:
    """Send one message again."""
    row = _endpoint(request, endpoint)
    one = _delivery(row, delivery)
    with told(request, success=_("Kiriman diulang.")):
        actions.replay(row, by=_by(request), delivery=one.pk)
    return redirect("webhooks:delivery", endpoint, delivery)


@require_POST
@needs(MANAGE)
def replay_failed(request: HttpRequest, endpoint: int) -> HttpResponse:
    """Send all messages again that failed since a day."""
    row = _endpoint(request, endpoint)
    day = _day(request.POST.get("sejak", ""))
    if day is None:
        messages.error(request, _("Isi tanggal sejak kapan kiriman gagal diulang."))
        return redirect("webhooks:endpoint", endpoint)
    since = timezone.make_aware(datetime.combine(day, time.min))
    try:
        many = actions.replay_failed(row, by=_by(request), since=since)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext("%(many)d kiriman diulang.", "%(many)d kiriman diulang.", many)
        messages.success(request, said % {"many": many})
    return redirect("webhooks:endpoint", endpoint)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _endpoint(request: HttpRequest, key: int) -> Endpoint:
    return get_visible_or_404(Endpoint, to=_by(request), permission=MANAGE, pk=key)


def _delivery(endpoint: Endpoint, key: int) -> Delivery:
    return get_object_or_404(endpoint.deliveries.all(), pk=key)


def _tell_once(request: HttpRequest, key: int, secret: str) -> None:
    """Keep a secret for the page that is shown next, sealed: sessions lie in the database."""
    request.session[TOLD_ONCE] = [key, sealed(secret, purpose=TOLD_ONCE).decode()]


def _told_once(request: HttpRequest, key: int) -> str:
    """Give the secret that this page tells once; "" where there is none."""
    kept = request.session.get(TOLD_ONCE)
    if not kept or kept[0] != key:
        return ""
    del request.session[TOLD_ONCE]
    return opened(kept[1].encode(), purpose=TOLD_ONCE) or ""


def _posted(request: HttpRequest) -> QueryDict | None:
    """Give what was sent, also where it is empty; None where nothing was."""
    return request.POST if request.method == "POST" else None


def _by(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined, no-any-return]
