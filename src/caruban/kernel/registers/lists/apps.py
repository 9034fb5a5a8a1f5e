from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "caruban.kernel.registers.lists"
    label = "register_lists"
