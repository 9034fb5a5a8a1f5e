from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "caruban.kernel.accounts"
    label = "accounts"
    verbose_name = _("Akun")

    def ready(self) -> None:
        """Load the vocabularies of every module: what can be allowed, what can have happened.

        And the pages of an account that each has.
        """
        autodiscover_modules("permissions", "events", "account_pages")
        from caruban.kernel.accounts import checks, receivers  # noqa: F401 (a system check)

        receivers.connect()
