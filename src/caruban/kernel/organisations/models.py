from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from caruban.kernel.records import Record


class Organisation(Record):
    """An institution (the root of a tree) or one of its units.

    path   codes of the primary keys from the root down, each closed by a point: "1.12.40."; a
           subtree is one prefix search on an index
    """

    class Kind(models.TextChoices):
        INSTITUTION = "institution", _("Pemerintah daerah")
        SECRETARIAT = "secretariat", _("Sekretariat")
        DIVISION = "division", pgettext_lazy("of a secretariat", "Bagian")
        INSPECTORATE = "inspectorate", _("Inspektorat")
        AGENCY = "agency", _("Badan")
        DEPARTMENT = "department", _("Dinas")
        HOSPITAL = "hospital", _("Rumah sakit")
        HEALTH_CENTRE = "health_centre", _("Puskesmas")
        UNIT = "unit", _("Unit pelaksana teknis")
        DISTRICT = "district", _("Kecamatan")

    organisation_path: ClassVar[str | None] = ""

    code = models.SlugField(_("kode"), max_length=60)
    name = models.CharField(_("nama"), max_length=200)
    kind = models.CharField(_("jenis"), max_length=20, choices=Kind)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("induk"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    institution = models.ForeignKey(
        "self",
        verbose_name=_("instansi"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="members",
    )
    region_code = models.CharField(_("kode wilayah"), max_length=13, blank=True)
    path = models.CharField(_("jalur"), max_length=200, db_index=True, editable=False)
    source = models.CharField(_("sumber"), max_length=200, blank=True)
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("organisasi")
        ordering = ("path",)
        constraints = (
            models.UniqueConstraint(
                fields=["institution", "code"],
                name="organisation_code_is_unique_in_its_institution",
                violation_error_message=_("Kode ini sudah dipakai di instansi yang sama."),
            ),
            models.UniqueConstraint(
                fields=["region_code"],
                condition=models.Q(parent=None) & ~models.Q(region_code=""),
                name="region_has_one_institution",
                violation_error_message=_("Kode wilayah ini sudah dipakai instansi lain."),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None)
                | models.Q(valid_from=None)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="organisation_ends_after_it_began",
                violation_error_message=_("Tanggal akhir harus sesudah tanggal awal."),
            ),
        )

    def __str__(self) -> str:
        return self.name
