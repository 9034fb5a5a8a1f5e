from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "caruban.kernel.documents"
    label = "documents"
