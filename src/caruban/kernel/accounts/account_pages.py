from django.utils.translation import gettext_lazy as _

from caruban.kernel.accounts.pages import AccountPage, offer

offer(
    AccountPage(
        _("Kata sandi"),
        "account_change_password",
        _("Ganti kata sandi Anda."),
        "key-round",
        place=10,
    )
)
offer(
    AccountPage(
        _("Pintasan papan ketik"),
        "shortcuts",
        _("Lihat, matikan, atau nyalakan pintasan satu huruf."),
        "sliders-horizontal",
        place=90,
    )
)
