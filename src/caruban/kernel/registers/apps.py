from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class RegistersConfig(AppConfig):
    name = "caruban.kernel.registers"
    label = "registers"
    verbose_name = _("Register")

    def ready(self) -> None:
        from caruban.kernel.registers import checks  # noqa: F401 (registers itself)
        from caruban.kernel.registers.search_indexes import install

        autodiscover_modules("registers")
        post_migrate.connect(install, dispatch_uid="registers.search")
