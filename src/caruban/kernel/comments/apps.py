from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "caruban.kernel.comments"
    label = "comments"

    def ready(self) -> None:
        from caruban.kernel.comments import followers  # noqa: F401 (follows events)
