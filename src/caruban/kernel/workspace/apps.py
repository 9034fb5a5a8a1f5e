from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "caruban.kernel.workspace"
    label = "workspace"
