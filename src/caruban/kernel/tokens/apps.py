from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class TokensConfig(AppConfig):
    name = "caruban.kernel.tokens"
    label = "tokens"
    verbose_name = _("Token akses")

    def ready(self) -> None:
        """Load what modules say of scopes beyond their registers; end tokens with accounts."""
        autodiscover_modules("token_scopes")
        from caruban.kernel.tokens import leaving  # noqa: F401 (declares what it does)
