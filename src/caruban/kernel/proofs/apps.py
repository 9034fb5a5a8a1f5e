from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class ProofsConfig(AppConfig):
    name = "caruban.kernel.proofs"
    label = "proofs"

    def ready(self) -> None:
        """Load every module's `proofs.py`, then let the provers follow their events."""
        for app in apps.get_app_configs():
            if app.name.startswith("caruban.") and app.name != self.name:
                name = f"{app.name}.proofs"
                if find_spec(name) is not None:
                    import_module(name)
        from caruban.kernel.proofs.jobs import follow_events

        follow_events()
