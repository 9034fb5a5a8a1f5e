from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "caruban.kernel.attachments"
    label = "attachments"

    def ready(self) -> None:
        from caruban.kernel.attachments import followers  # noqa: F401 (follows events)
