from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "caruban.kernel.notices"
    label = "notices"
    verbose_name = _("Pemberitahuan")

    def ready(self) -> None:
        """Load whom every module's events concern."""
        autodiscover_modules("notices")
