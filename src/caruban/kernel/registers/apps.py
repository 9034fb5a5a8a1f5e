from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class RegistersConfig(AppConfig):
    name = "caruban.kernel.registers"
    label = "registers"

    def ready(self) -> None:
        from caruban.kernel.registers import checks  # noqa: F401 (registers itself)
        from caruban.kernel.registers.search_indexes import install

        autodiscover_modules("registers")
        post_migrate.connect(install, dispatch_uid="registers.search")
