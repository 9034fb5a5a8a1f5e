from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "caruban.kernel.organisations"
    label = "organisations"
