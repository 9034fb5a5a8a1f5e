from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OperationsConfig(AppConfig):
    name = "caruban.kernel.operations"
    label = "operations"

    def ready(self) -> None:
        """Load what every module shows to the operator; note failed jobs, and count all."""
        from caruban.kernel.jobs import observe
        from caruban.kernel.operations.metrics import count_run
        from caruban.kernel.operations.signs import note_failed

        autodiscover_modules("panels")
        observe(note_failed)
        observe(count_run)
