from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RegistersConfig(AppConfig):
    name = "caruban.kernel.registers"
    label = "registers"

    def ready(self) -> None:
        from caruban.kernel.registers import checks  # noqa: F401 (registers itself)

        autodiscover_modules("registers")
