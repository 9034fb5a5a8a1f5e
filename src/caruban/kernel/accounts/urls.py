"""Signing in and one's account. There is no sign-up: operators make accounts."""

from collections.abc import Callable
from typing import Any

from allauth.account import views as allauth
from django.urls import path, re_path

from caruban.kernel.access import public, signed_in
from caruban.kernel.accounts.views import account, sessions, signins

AT_THE_DOOR = "people sign in here, or find back in"
OWN = "changes only the reader's own password"

View = Callable[..., Any]


def door(view: type) -> View:
    """Give a page of allauth's that guests open."""
    page: View = view.as_view()  # type: ignore[attr-defined]
    return public(AT_THE_DOOR)(page)


def own(view: type) -> View:
    """Give a page of allauth's for those who signed in."""
    page: View = view.as_view()  # type: ignore[attr-defined]
    return signed_in(OWN)(page)


urlpatterns = [
    path("masuk/", door(allauth.LoginView), name="account_login"),
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
    path("akun/sandi/", own(allauth.PasswordChangeView), name="account_change_password"),
    path("akun/sandi/baru/", own(allauth.PasswordSetView), name="account_set_password"),
    path("akun/sesi/", sessions.own_sessions, name="own_sessions"),
    path("akun/sesi/akhiri-lain/", sessions.end_other_sessions, name="end_other_sessions"),
    path("akun/sesi/<int:pk>/akhiri/", sessions.end_session, name="end_session"),
    path("akun/riwayat/", signins.own_sign_ins, name="own_sign_ins"),
    path("riwayat-masuk/", signins.sign_ins, name="sign_ins"),
    path("peran/", account.switch_role, name="switch_role"),
]
