from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "caruban.kernel.comments"
    label = "comments"
    verbose_name = _("Komentar")

    def ready(self) -> None:
        from caruban.kernel.comments import followers  # noqa: F401 (follows events)
