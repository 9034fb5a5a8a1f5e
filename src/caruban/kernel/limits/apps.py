from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "caruban.kernel.limits"
    label = "limits"
