from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AttachmentsConfig(AppConfig):
    name = "caruban.kernel.attachments"
    label = "attachments"
    verbose_name = _("Lampiran")

    def ready(self) -> None:
        from caruban.kernel.attachments import followers  # noqa: F401 (follows events)
