from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "caruban.kernel.operations"
    label = "operations"
    verbose_name = _("Operasi")

    def ready(self) -> None:
        """Load what every module shows to the operator; note failed jobs, and count all."""
        from caruban.kernel.jobs import observe
        from caruban.kernel.operations.metrics import count_run
        from caruban.kernel.operations.signs import note_failed

        autodiscover_modules("panels")
        observe(note_failed)
        observe(count_run)
