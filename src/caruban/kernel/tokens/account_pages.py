from django.utils.translation import gettext_lazy as _

from caruban.kernel.accounts.pages import AccountPage, offer

offer(
    AccountPage(
        _("Token akses"),
        "tokens:own",
        _("Kunci untuk program yang memakai API atas nama Anda."),
        "key-round",
    )
)
