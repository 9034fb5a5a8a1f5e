from django.db import models
from django.utils.translation import gettext_lazy as _


class Spending(models.Model):
    """When somebody who asks will have been forgiven all that they asked (GCRA); see `budget.py`.

    key   who: "token:5", "user:7", "address:203.0.113.9"
    due   seconds since 1970, by the database's clock; in the past: the whole budget is there

    The table is UNLOGGED: it costs no write-ahead log, and is empty after a crash, which forgives.
    """

    key = models.CharField(_("pemanggil"), max_length=100, primary_key=True)
    due = models.FloatField(_("lunas pada"))

    class Meta:
        verbose_name = _("anggaran permintaan")

    def __str__(self) -> str:
        return self.key
