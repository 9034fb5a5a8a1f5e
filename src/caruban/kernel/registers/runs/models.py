from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from caruban.kernel.registers.register import REGISTERS, RegisterType


class Run(models.Model):
    """Something that is done to many records of a register, or gathered from them, for one person.

    asked    what is to be done, by kind: see `imports.settings`, `bulk.orders`, `exports.orders`
    said     why it ended as it did, where there is something to say
    whole    rows, records: how many there are; None until that is known
    done     how many of them the present stage has been through
    counts   at its end: outcome -> how many
    digest   of the file that was uploaded, as hexadecimal
    tries    how often a worker began the present stage
    """

    class Kind(models.TextChoices):
        IMPORT = "import", _("Impor")
        EDIT = "edit", _("Ubah massal")
        ACT = "act", _("Tindakan massal")
        REMOVE = "remove", _("Hapus massal")
        EXPORT = "export", _("Ekspor")

    class State(models.TextChoices):
        MAPPING = "mapping", _("menunggu kolom dicocokkan")
        CHECKING = "checking", _("sedang diperiksa")
        READY = "ready", _("menunggu persetujuan")
        WORKING = "working", _("sedang dikerjakan")
        DONE = "done", _("selesai")
        REFUSED = "refused", pgettext_lazy("not let through", "ditolak")
        CANCELLED = "cancelled", _("dibatalkan")
        FAILED = "failed", _("gagal")

    is_watched = False  # while it is done in the request of whoever began it

    BUSY: ClassVar = (State.CHECKING, State.WORKING)
    OPEN: ClassVar = (State.MAPPING, State.CHECKING, State.READY, State.WORKING)

    register = models.CharField(_("register"), max_length=60)
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    state = models.CharField(_("keadaan"), max_length=10, choices=State)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("oleh"),
        on_delete=models.PROTECT,
        related_name="register_runs",
    )
    asked = models.JSONField(_("permintaan"), default=dict)
    digest = models.CharField(_("sidik berkas"), max_length=64, blank=True)
    said = models.TextField(_("keterangan"), blank=True)
    whole = models.PositiveIntegerField(_("seluruhnya"), null=True)
    done = models.PositiveIntegerField(_("sudah"), default=0)
    counts = models.JSONField(_("hasil"), default=dict)
    tries = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    made_at = models.DateTimeField(_("dibuat"), auto_now_add=True)
    ended_at = models.DateTimeField(_("selesai"), null=True)

    class Meta:
        verbose_name = _("proses")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["by", "register", "digest"],
                condition=models.Q(state__in=["mapping", "checking", "ready", "working"])
                & ~models.Q(digest=""),
                name="a_file_is_imported_once_at_a_time",
            ),
        )
        indexes = (models.Index(fields=["by", "-id"], name="runs_of_a_reader"),)

    def __str__(self) -> str:
        name = self.asked.get("file", {}).get("name") or self.asked.get("title") or ""
        title = f"{self.get_kind_display()}: {self.title_of_register}"
        return f"{title}, {name}" if name else title

    def get_absolute_url(self) -> str:
        """Give its page."""
        return reverse("registers:run", args=[self.pk])

    @property
    def of(self) -> RegisterType:
        """Give its register. Raises LookupError for one that is gone."""
        return REGISTERS[self.register]

    @property
    def title_of_register(self) -> str:
        """Give the title of its register; the bare name where it is gone."""
        register = REGISTERS.get(self.register)
        return str(register.title) if register else self.register

    @property
    def is_busy(self) -> bool:
        """Say whether a worker has it, or will."""
        return self.state in self.BUSY

    @property
    def is_open(self) -> bool:
        """Say whether it has not ended."""
        return self.state in self.OPEN

    def count(self, *outcomes: str) -> int:
        """Give how many lines had one of some outcomes, as far as that was counted."""
        return sum(int(self.counts.get(str(one), 0)) for one in outcomes)


class Line(models.Model):
    """What becomes of one row of a sheet, or of one record of a selection.

    number    row of the sheet, or place in the selection
    record    the record that it concerns; None for one that is still to be created
    version   of that record when the preview was made
    title     what people know it by
    told      of what changes: [field, before, after]; of what is refused: [column, value, why]
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("belum diperiksa")
        CREATE = "create", _("dibuat")
        CHANGE = "change", _("diubah")
        SAME = "same", _("tetap")
        REFUSED = "refused", pgettext_lazy("not let through", "ditolak")
        SKIPPED = "skipped", _("dilewati")
        DONE = "done", _("berhasil")

    run = models.ForeignKey(
        Run, verbose_name=_("proses"), on_delete=models.CASCADE, related_name="lines"
    )
    number = models.PositiveIntegerField(_("baris"))
    record = models.BigIntegerField(_("nomor catatan"), null=True)
    version = models.PositiveIntegerField(_("versi"), null=True)
    title = models.CharField(_("catatan"), max_length=300, blank=True)
    outcome = models.CharField(_("hasil"), max_length=10, choices=Outcome, default=Outcome.WAITING)
    told = models.JSONField(_("rincian"), default=list)

    class Meta:
        verbose_name = _("baris proses")
        ordering = ("run", "number")
        constraints = (
            models.UniqueConstraint(fields=["run", "number"], name="a_run_has_a_row_once"),
        )
        indexes = (models.Index(fields=["run", "outcome", "number"], name="lines_by_outcome"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Part(models.Model):
    """A piece of the file that a run was given or has made; kept as long as the run.

    In the database, so that every web and worker machine has it, in the transaction of its run.
    """

    run = models.ForeignKey(
        Run, verbose_name=_("proses"), on_delete=models.CASCADE, related_name="parts"
    )
    number = models.PositiveIntegerField(_("bagian"))
    content = models.BinaryField(_("isi"))

    class Meta:
        verbose_name = _("bagian berkas")
        ordering = ("run", "number")
        constraints = (
            models.UniqueConstraint(fields=["run", "number"], name="a_file_has_a_part_once"),
        )

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"


class Mapping(models.Model):
    """Which field each column of a sheet goes to, as somebody last chose it for the same head.

    head      digest of the heads of the columns, in order
    columns   for each column the name of a field; "" for one that is left out
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("oleh"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    register = models.CharField(_("register"), max_length=60)
    head = models.CharField(_("sidik judul kolom"), max_length=64)
    columns: "models.JSONField[Any, Any]" = models.JSONField(_("kolom"), default=list)

    class Meta:
        verbose_name = _("pencocokan kolom")
        constraints = (
            models.UniqueConstraint(
                fields=["by", "register", "head"], name="a_head_is_mapped_once_by_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.register} {self.head[:8]}"
