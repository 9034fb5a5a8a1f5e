"""The house's settings with a large register in them, and Django's admin beside it."""

from caruban.config.settings import *  # noqa: F403 (all of the house)
from caruban.config.settings import INSTALLED_APPS, TEMPLATES

INSTALLED_APPS = [*INSTALLED_APPS, "tests.toys", "django.contrib.admin"]
ROOT_URLCONF = "bench._urls"
TEMPLATES[-1]["OPTIONS"]["context_processors"] = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
