from django.apps import AppConfig


class RegisterApiConfig(AppConfig):
    name = "caruban.kernel.registers.api"
    label = "register_api"
