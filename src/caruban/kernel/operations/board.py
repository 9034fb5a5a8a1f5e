"""Draw the panels of all modules: one that cannot be drawn says so, the others stand."""

import logging

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from caruban.kernel.operations.interface import PANELS, GivesPanel, Panel
from caruban.kernel.operations.signs import reason_of

logger = logging.getLogger(__name__)

GRAVITY = {"bad": 0, "warn": 1, "good": 2, "idle": 2}


def drawn() -> list[Panel]:
    """Give every panel: what is ill first, then in their order."""
    ordered = sorted(PANELS.values(), key=lambda entry: entry[0])
    return sorted((_drawn(giver) for _order, giver in ordered), key=lambda one: GRAVITY[one.state])


def _drawn(giver: GivesPanel) -> Panel:
    try:
        with transaction.atomic():
            return giver()
    except (DatabaseError, OSError) as error:
        logger.exception("panel %s cannot be drawn", giver.__qualname__)
        return Panel(
            title=giver.__qualname__,
            state="bad",
            sentence=_("Bagian ini tidak dapat diperiksa. Lihat log: %(reason)s")
            % {"reason": reason_of(error)},
        )
