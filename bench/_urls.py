"""The house's addresses, and Django's admin of the same model below /admin/."""

from django.urls import path

from bench._admin import site
from caruban.config.urls import (
    handler400,
    handler403,
    handler404,
    handler429,
    handler500,
)
from caruban.config.urls import urlpatterns as house

urlpatterns = [*house, path("admin/", site.urls)]

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]
