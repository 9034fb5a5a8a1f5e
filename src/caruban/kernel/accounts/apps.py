from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "caruban.kernel.accounts"
    label = "accounts"

    def ready(self) -> None:
        from caruban.kernel.accounts import checks  # noqa: F401 (registers the system check)
