"""A worker in a process of its own, on the database of the tests; ends when no job is left."""

import django

django.setup()

from procrastinate.contrib.django import app  # noqa: E402 (after the settings)

from caruban.kernel.events.stream import on  # noqa: E402
from caruban.kernel.organisations.events import UnitPlaced  # noqa: E402
from tests.kernel.events.followers import note  # noqa: E402

on(UnitPlaced)(note)
with app.replace_connector(app.connector.get_worker_connector()) as working:
    working.run_worker(wait=False, listen_notify=False, queues=["events", "upkeep"])
