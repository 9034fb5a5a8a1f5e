"""The page of acting officials: who stands in for whom, until when, by which letter."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from caruban.kernel.access import needs
from caruban.kernel.accounts import queries
from caruban.kernel.accounts.permissions import AccountPermission
from caruban.kernel.web.answers import render


@require_safe
@needs(AccountPermission.READ)
def acting_officials(request: HttpRequest) -> HttpResponse:
    """Show who stands in now, who will, and who did within a year."""
    by = request.actor  # type: ignore[attr-defined]
    found = queries.who_stands_in(by, on=timezone.localdate())
    return render(request, "account/acting.html", {"officials": found})
