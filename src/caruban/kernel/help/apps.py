from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "caruban.kernel.help"
    label = "help"

    def ready(self) -> None:
        """Have every start ask that the pages of help are sound."""
        from caruban.kernel.help import checks  # noqa: F401 (registers the check)
