"""A worker of one job, in a process of its own, to be killed: sends the mails that wait."""

import django

django.setup()

from caruban.kernel.notices.jobs import send  # noqa: E402 (after the settings)
from caruban.kernel.notices.kinds import KINDS, Kind  # noqa: E402
from caruban.kernel.organisations.events import UnitPlaced  # noqa: E402

KINDS.add(Kind("unit.told", "Jenis", (UnitPlaced,), lambda _happening: ()))
send(timestamp=0)
