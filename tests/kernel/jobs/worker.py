"""The house's own worker in a process of its own, with quicker signs of life."""

import logging
import os
import sys

import django

django.setup()

from caruban.config.servers.worker import work  # noqa: E402 (after the settings)
from caruban.kernel import jobs  # noqa: E402
from tests.kernel.jobs import chores  # noqa: E402, F401 (declares them)

jobs.HEARTBEAT, jobs.PATIENCE = 0.5, float(os.environ.get("CHORE_PATIENCE", "3"))
logging.getLogger("caruban.jobs").setLevel("INFO")
sys.exit(work())
