from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ListsConfig(AppConfig):
    name = "caruban.kernel.registers.lists"
    label = "register_lists"

    def ready(self) -> None:
        from caruban.kernel.registers.lists.indexes import install

        post_migrate.connect(install, dispatch_uid="registers.lists")
