"""Upkeep of kept answers."""

from django.utils.translation import gettext_lazy

from caruban.kernel.jobs import job
from caruban.kernel.registers.api.idempotency import keeping


@job(queue="upkeep", every="37 * * * *", title=gettext_lazy("Membuang jawaban API yang tersimpan"))
def forget_answers(timestamp: int) -> int:
    """Drop kept answers older than a day, each hour; give how many."""
    return keeping.forget()
