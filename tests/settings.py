"""The house's settings with the register of the tests in them."""

from caruban.config.settings import *  # noqa: F403
from caruban.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.toys"]
