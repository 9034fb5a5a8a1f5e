from django.apps import AppConfig


class ProofsConfig(AppConfig):
    name = "caruban.kernel.proofs"
    label = "proofs"
