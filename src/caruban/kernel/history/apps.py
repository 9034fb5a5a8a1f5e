from django.apps import AppConfig
from django.db.models.signals import post_migrate


class HistoryConfig(AppConfig):
    name = "caruban.kernel.history"
    label = "history"

    def ready(self) -> None:
        from caruban.kernel.history.triggers import install

        post_migrate.connect(install, dispatch_uid="history.install")
