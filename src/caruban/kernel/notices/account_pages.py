from django.utils.translation import gettext_lazy as _

from caruban.kernel.accounts.pages import AccountPage, offer

offer(
    AccountPage(
        _("Pengaturan pemberitahuan"),
        "notices:choices",
        _("Apa yang diberitahukan kepada Anda, di sini dan lewat surel."),
        "bell",
        place=10,
    )
)
