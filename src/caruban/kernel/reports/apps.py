from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "caruban.kernel.reports"
    label = "reports"
