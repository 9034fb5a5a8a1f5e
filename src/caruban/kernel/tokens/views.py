"""Pages of tokens: one's own, made and revoked; and those of the people whom one supervises."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caruban.kernel.access import needs, signed_in
from caruban.kernel.actors import Actor
from caruban.kernel.tokens import actions, queries
from caruban.kernel.tokens.forms import TokenForm
from caruban.kernel.tokens.permissions import TokenPermission
from caruban.kernel.web.answers import refusing, render, told

OWN = "shows and changes only the reader's own tokens"
PAGE = 50  # tokens


@require_safe
@signed_in(OWN)
def tokens(request: HttpRequest) -> HttpResponse:
    """Show one's tokens."""
    rows = queries.own(_by(request))
    return render(request, "tokens/own.html", {"tokens": rows, "now": timezone.now()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(OWN)
def make(request: HttpRequest) -> HttpResponse:
    """Make a token; its secret stands on the answer, once."""
    form = TokenForm(request.POST if request.method == "POST" else None, by=_by(request))
    if form.is_bound:
        with refusing(form):
            if form.is_valid():
                now = timezone.now()
                token, secret = actions.make(
                    by=_by(request),
                    name=form.cleaned_data["name"],
                    scopes=form.scopes,
                    expires_at=form.expires_at(now),
                    now=now,
                )
        if form.is_valid():
            return render(request, "tokens/made.html", {"token": token, "secret": secret})
    status = 422 if form.is_bound else 200
    return render(request, "tokens/make.html", {"form": form}, status=status)


@require_POST
@signed_in("revokes one's own tokens, or those that one supervises")
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a token back, and lead to where it was listed."""
    by = _by(request)
    token = queries.reachable(by).filter(pk=pk).first()
    if token is None:
        raise Http404(_("Token ini tidak ada, atau bukan untuk Anda."))
    with told(request, success=_("Token %(token)s dicabut.") % {"token": token}):
        actions.revoke(token, by=by)
    return redirect("tokens:own" if token.owner_id == by.pk else "tokens:supervised")


@require_safe
@needs(TokenPermission.SUPERVISE)
def supervised(request: HttpRequest) -> HttpResponse:
    """Show the tokens of the institution's people, without their secrets."""
    page = Paginator(queries.supervised(_by(request)), PAGE).get_page(request.GET.get("halaman"))
    return render(request, "tokens/supervised.html", {"page": page, "now": timezone.now()})


def _by(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined, no-any-return]
