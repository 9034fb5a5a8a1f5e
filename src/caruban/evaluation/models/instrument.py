from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from caruban.evaluation.rules import instrument as rules
from caruban.evaluation.rules.parsing import parse
from caruban.kernel.records import Record

if TYPE_CHECKING:
    from caruban.evaluation.rules.bulk import Scorer


class InstrumentManager(models.Manager["Instrument"]):
    """Leaves the document in the database: it is large, and read once per process and edition."""

    def get_queryset(self) -> models.QuerySet["Instrument"]:
        return super().get_queryset().defer("document")


class Instrument(Record):
    """An evaluation instrument as data: one document in the schema of `instruments/README.md`.

    Domains, aspects, indicators and criteria stay inside the document: they are read whole, never
    changed one by one; a changed instrument is a new edition. Shared by all institutions.
    """

    code = models.SlugField(_("kode"), max_length=60)
    edition = models.PositiveIntegerField(_("edisi"), default=1)
    name = models.CharField(_("nama"), max_length=300)
    source = models.CharField(_("sumber"), max_length=300)
    document = models.JSONField(_("isi"))
    digest = models.CharField(_("sidik"), max_length=64)
    in_force_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    in_force_to = models.DateField(_("berlaku sampai"), null=True, blank=True)

    objects: ClassVar[InstrumentManager] = InstrumentManager()

    class Meta:
        verbose_name = _("instrumen")
        base_manager_name = "objects"
        ordering = ("-in_force_from", "code", "-edition")
        constraints = (
            models.UniqueConstraint(
                fields=["code", "edition"], name="instrument_has_each_edition_once"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Give its page; the one of its newest edition."""
        return reverse("evaluation:instrument", args=[self.code])

    @property
    def content(self) -> rules.Instrument:
        """Give the parsed instrument; parsed once per process and edition."""
        return _parsed(self.pk, self.digest)

    @property
    def scorer(self) -> "Scorer":
        """Give what computes many indices by it at once; made once per process and edition."""
        return _scorer(self.pk, self.digest)


@lru_cache(maxsize=64)
def _parsed(pk: int, digest: str) -> rules.Instrument:
    return parse(Instrument.objects.values_list("document", flat=True).get(pk=pk))


@lru_cache(maxsize=64)
def _scorer(pk: int, digest: str) -> "Scorer":
    from caruban.evaluation.rules.bulk import Scorer  # numpy: only who computes many waits for it

    return Scorer(_parsed(pk, digest))
