from django.utils.translation import gettext_lazy as _

from caruban.kernel.accounts.pages import AccountPage, offer

offer(
    AccountPage(
        _("Langganan kalender"),
        "calendar:subscription",
        _("Alamat rahasia tempat program kalender membaca tenggat Anda."),
        "calendar-clock",
    )
)
