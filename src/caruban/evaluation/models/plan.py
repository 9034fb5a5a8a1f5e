from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from caruban.evaluation.models.instrument import Instrument
from caruban.kernel.records import Record


class Target(Record):
    """The value that an institution wants to reach in a year: of the index, a domain or an aspect.

    value   1 to 5, two decimals; as set by the institution, and not always what its parts give
    """

    class Subject(models.TextChoices):
        INDEX = "index", _("Indeks")
        DOMAIN = "domain", _("Domain")
        ASPECT = "aspect", _("Aspek")

    organisation_path: ClassVar[str | None] = "institution"

    institution = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("instansi"),
        on_delete=models.PROTECT,
        related_name="targets",
    )
    instrument = models.ForeignKey(
        Instrument, verbose_name=_("instrumen"), on_delete=models.PROTECT, related_name="targets"
    )
    year = models.PositiveSmallIntegerField(_("tahun"))
    subject = models.CharField(_("sasaran"), max_length=10, choices=Subject)
    number = models.PositiveSmallIntegerField(_("nomor"), default=0)
    value = models.DecimalField(_("nilai"), max_digits=4, decimal_places=2)
    description = models.TextField(_("uraian target"), blank=True)
    source = models.CharField(_("sumber"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("target")
        ordering = ("institution", "year", "subject", "number")
        constraints = (
            models.UniqueConstraint(
                fields=["institution", "instrument", "year", "subject", "number"],
                name="target_is_set_once",
            ),
            models.CheckConstraint(
                condition=Q(value__range=(1, 5)),
                name="target_runs_from_1_to_5",
                violation_error_message=_("Target adalah nilai 1,00 sampai 5,00."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_subject_display()} {self.number or ''} {self.year}: {self.value}"


class Effort(Record):
    """What it takes an institution to raise one indicator to a level, from the level below.

    days   working days;   cost   rupiah
    """

    organisation_path: ClassVar[str | None] = "institution"

    institution = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("instansi"),
        on_delete=models.PROTECT,
        related_name="efforts",
    )
    instrument = models.ForeignKey(
        Instrument, verbose_name=_("instrumen"), on_delete=models.PROTECT, related_name="efforts"
    )
    number = models.PositiveSmallIntegerField(_("indikator"))
    level = models.PositiveSmallIntegerField(_("ke tingkat"))
    days = models.PositiveIntegerField(_("hari kerja"))
    cost = models.DecimalField(_("biaya"), max_digits=15, decimal_places=0)

    class Meta:
        verbose_name = _("upaya")
        ordering = ("institution", "number", "level")
        constraints = (
            models.UniqueConstraint(
                fields=["institution", "instrument", "number", "level"], name="effort_is_set_once"
            ),
            models.CheckConstraint(
                condition=Q(level__range=(1, 5)) & Q(cost__gte=0),
                name="effort_is_of_a_step_and_not_negative",
                violation_error_message=_("Isi tingkat 1 sampai 5 dan biaya nol atau lebih."),
            ),
        )

    def __str__(self) -> str:
        return f"Indikator {self.number} ke {self.level}"


class Plan(Record):
    """A computed path to a target, kept as it was found, with the question that it answers.

    question   baseline year, target, years, budgets: as asked
    answer     steps by year, totals, index by year, or why the target is out of reach
    """

    organisation_path: ClassVar[str | None] = "institution"

    institution = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("instansi"),
        on_delete=models.PROTECT,
        related_name="plans",
    )
    instrument = models.ForeignKey(
        Instrument, verbose_name=_("instrumen"), on_delete=models.PROTECT, related_name="plans"
    )
    question = models.JSONField(_("pertanyaan"))
    answer = models.JSONField(_("hasil"))
    by = models.ForeignKey("accounts.User", verbose_name=_("oleh"), on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("jalur")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        day = date_format(localtime(self.created_at), "j M Y")
        return f"{self.institution}, {day}"
