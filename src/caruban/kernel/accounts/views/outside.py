"""The way to an outside provider, and back; there is none where the settings name no provider."""

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from requests import RequestException

from caruban.kernel.access import public
from caruban.kernel.accounts.outside import PROVIDER, OutsideAdapter

AT_THE_DOOR = "people sign in by it"


@never_cache
@require_safe
@public(AT_THE_DOOR)
def to_provider(request: HttpRequest) -> HttpResponse:
    """Lead to the provider; where it does not answer, say so."""
    adapter = _adapter(request)
    try:
        _asked = adapter.openid_config  # is it the provider that the settings name?
        answer: HttpResponse = adapter.get_provider().redirect(
            request, process="login", next_url=_next(request)
        )
    except (RequestException, OAuth2Error, KeyError, TypeError):
        said = _("%(name)s tidak menjawab. Masuk dengan kata sandi, atau coba lagi nanti.")
        messages.error(request, said % {"name": settings.OIDC_NAME})
        return redirect("account_login")
    return answer


@never_cache
@require_safe
@public(AT_THE_DOOR)
def from_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take what the provider says, and open the account that it is about."""
    if provider_id != PROVIDER:
        raise Http404(provider_id)
    view = OAuth2CallbackView.adapter_view(_adapter(request))
    answer: HttpResponse = view(request)
    return answer


def _adapter(request: HttpRequest) -> OutsideAdapter:
    if not settings.OIDC_ISSUER:
        raise Http404("provider")
    return OutsideAdapter(request, PROVIDER)


def _next(request: HttpRequest) -> str | None:
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else None
