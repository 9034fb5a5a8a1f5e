from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "caruban.kernel.events"
    label = "events"
