"""Upkeep of the desks: what was opened long ago is nobody's business."""

from datetime import UTC, datetime

from caruban.kernel.jobs import job
from caruban.kernel.workspace import actions


@job(queue="upkeep", every="40 18 * * *")
def forget_old_visits(timestamp: int) -> None:
    """Drop visits older than 90 days, each night at 01.40 WIB; safe to run twice."""
    actions.forget(at=datetime.fromtimestamp(timestamp, UTC))
