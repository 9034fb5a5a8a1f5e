from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkspaceConfig(AppConfig):
    name = "caruban.kernel.workspace"
    label = "workspace"
    verbose_name = _("Pekerjaan dan kotak cari")
