"""Pages of one's account, and the role switcher of demo mode. Signing in is allauth's."""

from typing import Any

from allauth.account.views import LoginView, PasswordResetView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caruban.kernel.access import public, signed_in
from caruban.kernel.accounts import actions, demo, queries
from caruban.kernel.accounts.forms import OwnDataForm
from caruban.kernel.accounts.pages import grouped, pages_of
from caruban.kernel.accounts.signins import How, Kind, note
from caruban.kernel.web.answers import refusing, render

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class SignInPage(LoginView):  # type: ignore[misc]
    """Sign in by password or passkey; by an outside provider where there is one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "outside": settings.OIDC_NAME if settings.OIDC_ISSUER else ""}


class ForgottenPassword(PasswordResetView):  # type: ignore[misc]
    """Send a link for a new password; without a mail server say so and send nothing."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "can_mail": settings.CAN_MAIL}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        answer = super().post if settings.CAN_MAIL else super().get
        return answer(request, *args, **kwargs)


@require_safe
@signed_in("shows only the reader's own account")
def account(request: HttpRequest) -> HttpResponse:
    """Show the reader's name, address and roles, with their periods, and the account's pages."""
    actor = request.actor  # type: ignore[attr-defined]
    roles = queries.roles_of(actor, on=timezone.localdate())
    shown = {"roles": roles, "groups": grouped(pages_of(actor))}
    return render(request, "account/account.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("changes only the reader's own name and language")
def own_data(request: HttpRequest) -> HttpResponse:
    """Show the reader's name and language, and take others."""
    actor = request.actor  # type: ignore[attr-defined]
    given = request.POST if request.method == "POST" else None
    form = OwnDataForm(given, initial={"name": actor.name, "language": actor.language})
    if form.is_bound:
        with refusing(form):
            if form.is_valid():
                actions.change_own(by=actor, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, _("Data Anda disimpan."))
            answer = redirect("account")
            answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME)  # the account's choice counts
            return answer
    return render(request, "account/data.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@public("demo mode only, where nothing is real; elsewhere there is no such page")
def switch_role(request: HttpRequest) -> HttpResponse:
    """Sign in as the chosen role account; without one, go on as a guest."""
    if not settings.DEMO:
        raise Http404("role switcher")
    email = request.POST.get("account", "")
    chosen = get_object_or_404(demo.accounts(), email=email) if email else None
    logout(request)
    if chosen is None:
        return redirect("home")
    login(request, chosen, backend=BACKEND)
    note(request, Kind.IN, user=chosen, how=How.ROLE)
    return redirect("workspace")
