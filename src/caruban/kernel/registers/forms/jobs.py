"""Upkeep of forms: what nobody went on with is forgotten."""

from django.utils.translation import gettext_lazy as _

from caruban.kernel.jobs import job
from caruban.kernel.registers.forms.drafts import forget


@job(queue="upkeep", every="10 20 * * *", title=_("Membuang draf isian yang lama"))
def forget_drafts(timestamp: int) -> int:
    """Drop old drafts each night (03.10 WIB); give how many."""
    return forget()
