"""The house's settings with one more migration, as of a version to come."""

from caruban.config.settings import *  # noqa: F403

MIGRATION_MODULES = {"tiles": "tests.config.migrations_of_tomorrow"}
