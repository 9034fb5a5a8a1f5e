from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "caruban.kernel.registers.forms"
    label = "register_forms"
