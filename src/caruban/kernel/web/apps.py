from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "caruban.kernel.web"
    label = "web"
