from django.apps import AppConfig


class RunsConfig(AppConfig):
    name = "caruban.kernel.registers.runs"
    label = "register_runs"
