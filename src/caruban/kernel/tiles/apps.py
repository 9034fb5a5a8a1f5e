from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TilesConfig(AppConfig):
    name = "caruban.kernel.tiles"
    label = "tiles"

    def ready(self) -> None:
        """Load what every module offers."""
        autodiscover_modules("tiles")
