"""The page behind the link of an invitation."""

from http import HTTPStatus

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from caruban.kernel.access import public
from caruban.kernel.accounts.models import User
from caruban.kernel.accounts.signins import How, Kind, note
from caruban.kernel.accounts.views.account import BACKEND
from caruban.kernel.invitations import actions, queries
from caruban.kernel.invitations.forms import AcceptForm, NewAccountForm
from caruban.kernel.invitations.models import Invitation
from caruban.kernel.web.answers import refusing, render


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public("opened by the signed link that was mailed, before there is an account")
def accept(request: HttpRequest, key: str) -> HttpResponse:
    """Show what is offered, and take the answer; a link that is spent opens nothing."""
    now = timezone.now()
    invitation = queries.opened_by(key, at=now)
    if invitation is None:
        return render(request, "invitations/spent.html", status=HTTPStatus.NOT_FOUND)
    owner = queries.account_of(invitation)
    if not _fits(request, owner):
        return _show(request, invitation, owner)
    form = _form(request, invitation, owner)
    if request.method != "POST":
        return _show(request, invitation, owner, form)
    return _take(request, invitation, owner, form)


def _take(
    request: HttpRequest, invitation: Invitation, owner: User | None, form: AcceptForm
) -> HttpResponse:
    user = None
    with refusing(form):
        if form.is_valid():
            user = actions.accept(
                invitation,
                by=request.actor,  # type: ignore[attr-defined]
                now=timezone.now(),
                name=form.cleaned_data.get("name", ""),
                password=form.cleaned_data.get("password1", ""),
            )
    if user is None:
        return _show(request, invitation, owner, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if owner is None:
        login(request, user, backend=BACKEND)
        record_authentication(request, user, method="password", email=user.email)
        note(request, Kind.IN, user=user, how=How.LINK)
    messages.success(request, _("Undangan diterima. Peran Anda sudah berlaku."))
    return redirect("workspace")


def _form(request: HttpRequest, invitation: Invitation, owner: User | None) -> AcceptForm:
    given = request.POST if request.method == "POST" else None
    return NewAccountForm(given, email=invitation.email) if owner is None else AcceptForm(given)


def _fits(request: HttpRequest, owner: User | None) -> bool:
    """Say whether who reads can accept: signed in as the owner, or as nobody without an account."""
    actor = request.actor  # type: ignore[attr-defined]
    return not actor.is_authenticated if owner is None else owner.is_active and owner.pk == actor.pk


def _show(
    request: HttpRequest,
    invitation: Invitation,
    owner: User | None,
    form: AcceptForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    shown = {"invitation": invitation, "owner": owner, "form": form}
    return render(request, "invitations/accept.html", shown, status=status)
