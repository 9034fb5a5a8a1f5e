from django.apps import AppConfig


class TokensConfig(AppConfig):
    name = "caruban.kernel.tokens"
    label = "tokens"
