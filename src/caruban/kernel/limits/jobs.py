"""Upkeep of budgets: what is forgiven is dropped."""

from django.utils.translation import gettext_lazy

from caruban.kernel.jobs import job
from caruban.kernel.limits import budget


@job(queue="upkeep", every="7 * * * *", title=gettext_lazy("Membuang catatan batas permintaan"))
def forgive(timestamp: int) -> int:
    """Drop spendings that are forgiven, each hour; give how many."""
    return budget.forgive()
