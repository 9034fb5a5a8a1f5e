"""The calendar: a month, an agenda, and the address that calendar programs read."""

from datetime import UTC, date, timedelta
from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from caruban.kernel.access import public, signed_in
from caruban.kernel.accounts.origins import address_of
from caruban.kernel.actors import Actor
from caruban.kernel.calendar import actions, ics, queries
from caruban.kernel.calendar.entries import WHOSE, Entry, count_by_whose
from caruban.kernel.calendar.months import Month, by_day
from caruban.kernel.web.answers import render, told

OWN = "shows only what is due for the reader"
OWN_FEED = "shows and changes only the reader's own address"
SPAN = timedelta(days=90)  # of the agenda
BEFORE, AFTER = timedelta(days=60), timedelta(days=400)  # what a feed tells


@require_safe
@signed_in(OWN)
def month(request: HttpRequest) -> HttpResponse:
    """Show a month, and as a list what is due in it."""
    today = timezone.localdate()
    shown = Month.read(request.GET.get("bulan", ""), on=today)
    weeks = shown.weeks()
    begin, end = weeks[0][0].date, weeks[-1][-1].date
    found = queries.due_for(
        _by(request), on=today, begin=begin, end=end, with_late=shown.holds(today)
    )
    late = [one for one in found if shown.holds(today) and one.is_late and one.day < shown.begin]
    own = [one for one in found if shown.holds(one.day)]
    chosen = _chosen(request)
    context = {
        "month": shown,
        "title": date_format(shown.begin, "F Y"),
        "weeks": shown.weeks(_of(found, chosen)),
        "weekdays": [(WEEKDAYS[number], WEEKDAYS_ABBR[number]) for number in range(7)],
        "days": by_day(_of(own, chosen)),
        "late": _of(late, chosen),
        **_choices(late + own, chosen),
    }
    return render(request, "calendar/month.html", context)


@require_safe
@signed_in(OWN)
def agenda(request: HttpRequest) -> HttpResponse:
    """Show what is due as a list, from a day on."""
    today = timezone.localdate()
    begin = _day(request.GET.get("dari", ""), today)
    end = begin + SPAN - timedelta(days=1)
    found = queries.due_for(_by(request), on=today, begin=begin, end=end, with_late=begin == today)
    chosen = _chosen(request)
    entries = _of(found, chosen)
    context = {
        "begin": begin,
        "end": end,
        "earlier": begin - SPAN,
        "later": begin + SPAN,
        "days": by_day(one for one in entries if one.day >= begin),
        "late": [one for one in entries if one.day < begin],
        **_choices(found, chosen),
    }
    return render(request, "calendar/agenda.html", context)


@never_cache
@require_safe
@signed_in(OWN_FEED)
def subscription(request: HttpRequest) -> HttpResponse:
    """Show whether calendar programs read the reader's calendar."""
    return render(request, "calendar/feed.html", {"feed": queries.feed_of(_by(request))})


@never_cache
@require_POST
@signed_in(OWN_FEED)
def open_feed(request: HttpRequest) -> HttpResponse:
    """Make an address, or a new one; it stands on the answer, once."""
    secret = actions.open_feed(by=_by(request))
    return render(request, "calendar/opened.html", {"secret": secret, "base": settings.BASE_URL})


@require_POST
@signed_in(OWN_FEED)
def revoke_feed(request: HttpRequest) -> HttpResponse:
    """Make the address open nothing any more."""
    with told(request, success=_("Alamat langganan dicabut.")):
        actions.revoke_feed(by=_by(request))
    return redirect("calendar:subscription")


@require_safe
@public("the secret in the address opens it, and it tells what its owner may see")
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Give what is due for the owner of a secret, to their calendar program."""
    found = queries.feed_by(secret)
    if found is None:
        raise Http404(_("Alamat langganan ini tidak berlaku."))
    now, today = timezone.now().astimezone(UTC).replace(microsecond=0), timezone.localdate()
    actions.note_use(found, at=now, address=address_of(request))
    with translation.override(found.owner.language):
        entries = queries.due_for(
            found.owner, on=today, begin=today - BEFORE, end=today + AFTER, with_late=True
        )
        text = ics.written(entries, title=_("Tenggat Caruban"), at=now)
    # the moment of writing is no change
    etag = sha256(text.replace(f"{now:%Y%m%dT%H%M%SZ}", "").encode()).hexdigest()
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="caruban.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    response["ETag"] = f'W/"{etag[:32]}"'
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    return answer or response


def _chosen(request: HttpRequest) -> str:
    asked = request.GET.get("siapa", "")
    return asked if asked in WHOSE else ""


def _of(entries: list[Entry], whose: str) -> list[Entry]:
    return [one for one in entries if not whose or one.whose == whose]


def _choices(entries: list[Entry], chosen: str) -> dict[str, object]:
    """Give the cuts by whose it is, with how many each leaves."""
    counts = count_by_whose(entries)
    return {
        "chosen": chosen,
        "cuts": [(key, title, counts[key], key == chosen) for key, title in WHOSE.items()],
    }


def _day(text: str, today: date) -> date:
    """Read a day; what is none, or far away, is today."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return today
    return found if abs(found.year - today.year) < 50 else today  # noqa: PLR2004 (years)


def _by(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined, no-any-return]
