from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RunsConfig(AppConfig):
    name = "caruban.kernel.registers.runs"
    label = "register_runs"
    verbose_name = _("Impor, ubah massal, dan ekspor")
