from typing import ClassVar

from django.db import models
from django.db.models import Q

from caruban.kernel.records import Record


class Maker(Record):
    """Who makes toys; a relation to point to."""

    organisation_path: ClassVar[str | None] = "organisation"

    organisation = models.ForeignKey(
        "organisations.Organisation", verbose_name="unit", on_delete=models.PROTECT
    )
    name = models.CharField("nama", max_length=200, unique=True)

    class Meta:
        verbose_name = "pembuat"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Toy(Record):
    """A toy: every kind of value that a register knows."""

    class Size(models.TextChoices):
        SMALL = "small", "kecil"
        LARGE = "large", "besar"

    class State(models.TextChoices):
        DRAFT = "draft", "draf"
        APPROVED = "approved", "disetujui"

    organisation_path: ClassVar[str | None] = "organisation"

    code = models.CharField("kode", max_length=40, unique=True)
    name = models.CharField("nama", max_length=200)
    story = models.TextField("riwayat", blank=True, max_length=5_000)
    organisation = models.ForeignKey(
        "organisations.Organisation", verbose_name="unit", on_delete=models.PROTECT
    )
    maker = models.ForeignKey(
        Maker,
        verbose_name="pembuat",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="toys",
    )
    size = models.CharField("ukuran", max_length=10, choices=Size, default=Size.SMALL)
    height = models.DecimalField(
        "tinggi (cm)", max_digits=8, decimal_places=2, null=True, blank=True
    )
    amount = models.IntegerField("jumlah", default=0, help_text="Banyaknya di gudang.")
    made_on = models.DateField("dibuat pada", null=True, blank=True)
    checked_at = models.DateTimeField("diperiksa pada", null=True, blank=True)
    is_wooden = models.BooleanField("dari kayu", default=False)
    nik = models.CharField("NIK pemilik", max_length=16, blank=True)
    mail = models.EmailField("surel", blank=True)
    page = models.URLField("laman", blank=True)
    friends = models.ManyToManyField("self", verbose_name="teman", blank=True)
    state = models.CharField(
        "status", max_length=10, choices=State, default=State.DRAFT, editable=False
    )

    class Meta:
        verbose_name = "mainan"
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="toys_are_not_fewer_than_none",
                violation_error_message="Jumlah tidak boleh kurang dari 0.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Part(Record):
    """A part of a toy: a row that repeats within its form."""

    organisation_path: ClassVar[str | None] = "toy__organisation"

    toy = models.ForeignKey(
        Toy, verbose_name="mainan", on_delete=models.CASCADE, related_name="parts"
    )
    name = models.CharField("nama bagian", max_length=100)
    weight = models.IntegerField("berat (gram)", default=0)
    place = models.PositiveSmallIntegerField("urutan", default=0, editable=False)

    class Meta:
        verbose_name = "bagian"
        ordering = ("place", "pk")

    def __str__(self) -> str:
        return self.name
