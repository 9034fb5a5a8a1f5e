"""Where the reader is signed in, and how to sign out there."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from caruban.kernel.access import signed_in
from caruban.kernel.accounts import sessions
from caruban.kernel.web.answers import render

OWN = "shows and ends only the reader's own sessions"


@require_safe
@signed_in(OWN)
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Show the devices on which the reader is signed in; this one is marked."""
    return render(request, "account/sessions.html", {"sessions": sessions.sessions_of(request)})


@require_POST
@signed_in(OWN)
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the reader out on one other device."""
    if not sessions.end_one(request, pk):
        raise Http404("session")
    messages.success(request, _("Sesi itu diakhiri."))
    return redirect("own_sessions")


@require_POST
@signed_in(OWN)
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign the reader out everywhere but here."""
    ended = sessions.end_others(request)
    said = ngettext("%(count)s sesi diakhiri.", "%(count)s sesi diakhiri.", ended)
    messages.success(request, said % {"count": ended})
    return redirect("own_sessions")
