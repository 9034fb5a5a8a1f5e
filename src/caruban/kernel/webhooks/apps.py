from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "caruban.kernel.webhooks"
    label = "webhooks"
    verbose_name = _("Webhook")

    def ready(self) -> None:
        """Watch what happens, for who asked to be told."""
        from caruban.kernel.events.stream import watch
        from caruban.kernel.webhooks.making import is_wanted, make

        watch(make, wanted=is_wanted)
