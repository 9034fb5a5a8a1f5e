"""Signing in by an outside OpenID Connect provider, where the settings name one.

It opens accounts that exist, found by the address that the provider vouches for; who is known to
nobody here gets no account, unless `CARUBAN_OIDC_NEW_ACCOUNTS` says so, and then one without roles.
"""

from typing import Any

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal.jwtkit import fetch_key, lookup_kid_jwk, verify_jti
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from caruban.kernel.accounts.actions import enrol
from caruban.kernel.accounts.jobs import tell_owner
from caruban.kernel.accounts.models import User
from caruban.kernel.accounts.signins import How, Kind, Why, is_address, note

PROVIDER = "oidc"
SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
LEEWAY = 60  # seconds that the provider's clock may differ


class OutsideAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """allauth's client, which asks for a signed ID token and checks all of it."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Give what the provider says of itself. Raises OAuth2Error where it is another's."""
        config: dict[str, Any] = super().openid_config
        if str(config.get("issuer", "")).rstrip("/") != settings.OIDC_ISSUER.rstrip("/"):
            raise OAuth2Error("the provider names another issuer than the settings")
        return config

    def complete_login(
        self, request: HttpRequest, app: Any, token: Any, **kwargs: Any
    ) -> SocialLogin:
        """Read who signed in there. Raises OAuth2Error where anything of it does not hold."""
        try:
            claims = self._decode_id_token(app, kwargs["response"]["id_token"])
            data = {"id_token": claims}
            if "userinfo_endpoint" in self.openid_config:
                data["userinfo"] = self._fetch_user_info(token.token)
                if data["userinfo"].get("sub") != claims["sub"]:
                    raise OAuth2Error("the user info is of somebody else")
            return self.get_provider().sociallogin_from_response(request, data)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise OAuth2Error("the provider's answer is not whole") from error

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            _alg, key = fetch_key(id_token, self.openid_config["jwks_uri"], lookup_kid_jwk)
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=key,
                algorithms=SIGNED_BY,
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error("the ID token does not hold") from error
        verify_jti(claims)
        return claims


class LinkAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Finds whose account it is that somebody signed in to elsewhere."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link an account to the provider's at the first time; let nobody else go on."""
        if sociallogin.is_existing:
            return
        email = vouched_address(sociallogin)
        with transaction.atomic():
            user = _owner(email, sociallogin.account.extra_data)
            if user is not None:
                sociallogin.user = user
                sociallogin.save(request, connect=True)
                tell_owner(user, "linked", who=settings.OIDC_NAME)
        if user is None:
            typed = email.lower()[:254] if is_address(email) else ""
            note(request, Kind.REFUSED, how=How.OIDC, why=Why.UNKNOWN, typed=typed)
            said = _("Tidak ada akun Caruban yang terbuka untuk alamat surel Anda di sana.")
            raise _refusal(request, said)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **_why: Any) -> None:
        """Say that it did not work, on our own page."""
        said = _("Masuk lewat %(name)s tidak berhasil. Coba lagi.") % {"name": settings.OIDC_NAME}
        raise _refusal(request, said)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Say that nobody makes an account by allauth's own forms."""
        return False


def vouched_address(sociallogin: SocialLogin) -> str:
    """Give the address that the provider says it has verified; "" for none."""
    vouched = [one.email for one in sociallogin.email_addresses if one.verified is True]
    return str(vouched[0]) if vouched else ""


def _owner(email: str, data: dict[str, Any]) -> User | None:
    if not email:
        return None
    found = User.objects.filter(email__iexact=email, is_system=False).first()
    if found is not None:
        return found if found.is_active else None
    if not settings.OIDC_NEW_ACCOUNTS or email == User.objects.system().email:
        return None
    said = data.get("userinfo") or data.get("id_token") or {}
    return enrol(by=User.objects.system(), email=email, name=str(said.get("name") or email)[:200])


def _refusal(request: HttpRequest, said: str) -> ImmediateHttpResponse:
    messages.error(request, said)
    return ImmediateHttpResponse(redirect("account_login"))
