"""Signing in and one's account. There is no sign-up: operators make accounts."""

from collections.abc import Callable
from typing import Any

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import path, re_path
from django.views.generic import RedirectView

from caruban.kernel.access import public, signed_in
from caruban.kernel.accounts.views import account, acting, outside, sessions, signins

AT_THE_DOOR = "people sign in here, or find back in"
OWN = "changes only the reader's own password"
GUARDS = "shows and changes only the reader's own second step"

View = Callable[..., Any]


def door(view: type) -> View:
    """Give a page of allauth's that guests open."""
    page: View = view.as_view()  # type: ignore[attr-defined]
    return public(AT_THE_DOOR)(page)


def own(view: type) -> View:
    """Give a page of allauth's for those who signed in."""
    page: View = view.as_view()  # type: ignore[attr-defined]
    return signed_in(OWN)(page)


def guard(view: type) -> View:
    """Give a page of allauth's about the reader's own second step."""
    page: View = view.as_view()  # type: ignore[attr-defined]
    return signed_in(GUARDS)(page)


def to_door(view: type) -> View:
    """Lead who gave up elsewhere back to the door."""
    return public(AT_THE_DOOR)(view.as_view(pattern_name="account_login"))  # type: ignore[attr-defined]


def to_guards(view: type) -> View:
    """Lead from a page of allauth's that ours does without to the one that stands for it."""
    return signed_in(GUARDS)(view.as_view(pattern_name="mfa_index"))  # type: ignore[attr-defined]


urlpatterns = [
    path("masuk/", door(account.SignInPage), name="account_login"),
    path("masuk/nonaktif/", door(allauth.AccountInactiveView), name="account_inactive"),
    path("keluar/", door(allauth.LogoutView), name="account_logout"),
    path("lupa-sandi/", door(account.ForgottenPassword), name="account_reset_password"),
    path(
        "lupa-sandi/terkirim/",
        door(allauth.PasswordResetDoneView),
        name="account_reset_password_done",
    ),
    re_path(
        r"^lupa-sandi/kunci/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        door(allauth.PasswordResetFromKeyView),
        name="account_reset_password_from_key",
    ),
    path(
        "lupa-sandi/selesai/",
        door(allauth.PasswordResetFromKeyDoneView),
        name="account_reset_password_from_key_done",
    ),
    path("akun/", account.account, name="account"),
    path("akun/data/", account.own_data, name="own_data"),
    path("akun/sandi/", own(allauth.PasswordChangeView), name="account_change_password"),
    path("akun/sandi/baru/", own(allauth.PasswordSetView), name="account_set_password"),
    path("akun/sesi/", sessions.own_sessions, name="own_sessions"),
    path("akun/sesi/akhiri-lain/", sessions.end_other_sessions, name="end_other_sessions"),
    path("akun/sesi/<int:pk>/akhiri/", sessions.end_session, name="end_session"),
    path("akun/riwayat/", signins.own_sign_ins, name="own_sign_ins"),
    path("plt-plh/", acting.acting_officials, name="acting_officials"),
    path("riwayat-masuk/", signins.sign_ins, name="sign_ins"),
    path("masuk/luar/", outside.to_provider, name="outside"),
    path("masuk/luar/<slug:provider_id>/", outside.from_provider, name="openid_connect_callback"),
    path("masuk/dibatalkan/", to_door(RedirectView), name="socialaccount_login_cancelled"),
    path("masuk/verifikasi/", door(mfa.AuthenticateView), name="mfa_authenticate"),
    path("masuk/kunci/", door(keys.LoginWebAuthnView), name="mfa_login_webauthn"),
    path("akun/pastikan/", guard(allauth.ReauthenticateView), name="account_reauthenticate"),
    path("akun/pastikan/kode/", guard(mfa.ReauthenticateView), name="mfa_reauthenticate"),
    path(
        "akun/pastikan/kunci/",
        guard(keys.ReauthenticateWebAuthnView),
        name="mfa_reauthenticate_webauthn",
    ),
    path("akun/keamanan/", guard(mfa.IndexView), name="mfa_index"),
    path("akun/keamanan/aplikasi/", guard(totp.ActivateTOTPView), name="mfa_activate_totp"),
    path(
        "akun/keamanan/aplikasi/hapus/",
        guard(totp.DeactivateTOTPView),
        name="mfa_deactivate_totp",
    ),
    path(
        "akun/keamanan/cadangan/",
        guard(codes.ViewRecoveryCodesView),
        name="mfa_view_recovery_codes",
    ),
    path(
        "akun/keamanan/cadangan/baru/",
        guard(codes.GenerateRecoveryCodesView),
        name="mfa_generate_recovery_codes",
    ),
    path("akun/keamanan/kunci/", to_guards(RedirectView), name="mfa_list_webauthn"),
    path("akun/keamanan/kunci/baru/", guard(keys.AddWebAuthnView), name="mfa_add_webauthn"),
    path(
        "akun/keamanan/kunci/<int:pk>/hapus/",
        guard(keys.RemoveWebAuthnView),
        name="mfa_remove_webauthn",
    ),
    path(
        "akun/keamanan/kunci/<int:pk>/ubah/",
        guard(keys.EditWebAuthnView),
        name="mfa_edit_webauthn",
    ),
    path("peran/", account.switch_role, name="switch_role"),
]
