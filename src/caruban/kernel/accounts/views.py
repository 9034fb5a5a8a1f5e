"""Pages of one's account, and the role switcher of demo mode. Signing in is allauth's."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from caruban.kernel.access import public, signed_in
from caruban.kernel.accounts import demo
from caruban.kernel.accounts.models import Membership
from caruban.kernel.web.answers import render

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
@signed_in("shows only the reader's own account")
def account(request: HttpRequest) -> HttpResponse:
    """Show the reader's name, address and roles, with their periods."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = Membership.objects.filter(user=actor).select_related("organisation__institution")
    today = timezone.localdate()
    ended = [row for row in rows if row.valid_to is not None and row.valid_to < today]
    current = [row for row in rows if row not in ended]
    return render(request, "account/account.html", {"current": current, "ended": ended})


@require_POST
@public("demo mode only, where nothing is real; elsewhere there is no such page")
def switch_role(request: HttpRequest) -> HttpResponse:
    """Sign in as the chosen role account; without one, go on as a guest."""
    if not settings.DEMO:
        raise Http404("role switcher")
    email = request.POST.get("account", "")
    logout(request)
    if not email:
        return redirect("home")
    login(request, get_object_or_404(demo.accounts(), email=email), backend=BACKEND)
    return redirect("workspace")
