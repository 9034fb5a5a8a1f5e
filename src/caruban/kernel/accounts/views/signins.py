"""Pages of what happened at the door: one's own, and those of the people whom one watches over."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from caruban.kernel.access import needs, signed_in
from caruban.kernel.accounts import signins
from caruban.kernel.accounts.models import SignIn
from caruban.kernel.accounts.permissions import AccountPermission
from caruban.kernel.web.answers import render

AT_ONCE = 50
DIGITS = 18  # of a number that the database can hold


@require_safe
@signed_in("shows only what happened at the door of the reader's own account")
def own_sign_ins(request: HttpRequest) -> HttpResponse:
    """Show the reader's own steps at the door, the latest first."""
    rows = signins.own(request.actor)  # type: ignore[attr-defined]
    return render(request, "account/sign_ins.html", some(request, rows))


@require_safe
@needs(AccountPermission.WATCH)
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Show the steps at the door of all whom the reader watches over, narrowed as they ask."""
    kind, words = request.GET.get("kind", ""), request.GET.get("q", "").replace("\x00", "")[:100]
    rows = signins.sought(
        signins.watched(request.actor),  # type: ignore[attr-defined]
        kind=kind if kind in SignIn.Kind.values else "",
        words=words,
    )
    shown = {"kinds": SignIn.Kind.choices, "kind": kind, "words": words}
    return render(request, "account/all_sign_ins.html", shown | some(request, rows))


def some(request: HttpRequest, rows: QuerySet[SignIn]) -> dict[str, Any]:
    """Give one page of steps, and from where the next goes on; it never counts them."""
    after = request.GET.get("after", "")
    if after.isdecimal() and len(after) <= DIGITS:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: AT_ONCE + 1])
    page = found[:AT_ONCE]
    return {
        "rows": page,
        "older": page[-1].pk if len(found) > AT_ONCE else None,
        "is_later_page": bool(after),
    }
