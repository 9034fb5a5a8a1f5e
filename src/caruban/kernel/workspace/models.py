from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caruban.kernel.workspace.places import LONGEST_TITLE, LONGEST_URL, Place


class Desk(models.Model):
    """What somebody arranged for themselves; no record, so nothing of it enters the history.

    favourites   places (`Place.plain`), in the order in which their owner wants them
    shortcuts    whether single letters work as shortcuts (WCAG 2.1.4)
    """

    user = models.OneToOneField(
        "accounts.User", verbose_name=_("pengguna"), on_delete=models.CASCADE, related_name="desk"
    )
    favourites: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(
        _("favorit"), default=list
    )
    shortcuts = models.BooleanField(_("pintasan satu huruf"), default=True)

    class Meta:
        verbose_name = _("meja kerja")

    def __str__(self) -> str:
        return str(self.user)

    @property
    def places(self) -> list[Place]:
        """Give the favourites as places."""
        return [Place(**one) for one in self.favourites]


class Visit(models.Model):
    """A place that somebody opened or changed lately; the oldest fall away."""

    user = models.ForeignKey(
        "accounts.User", verbose_name=_("pengguna"), on_delete=models.CASCADE, related_name="+"
    )
    url = models.CharField(_("alamat"), max_length=LONGEST_URL)
    title = models.CharField(_("judul"), max_length=LONGEST_TITLE)
    note = models.CharField(_("jenis"), max_length=LONGEST_TITLE, blank=True)
    model = models.CharField(_("tabel"), max_length=100, blank=True)
    subject = models.BigIntegerField(_("kunci"), null=True)
    permission = models.CharField(_("izin"), max_length=100, blank=True)
    seen_at = models.DateTimeField(_("dibuka"))
    changed_at = models.DateTimeField(_("diubah"), null=True)

    class Meta:
        verbose_name = _("kunjungan")
        ordering: ClassVar = ("-seen_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["user", "url"], name="a_place_is_visited_once"),
            models.CheckConstraint(
                condition=Q(model="", subject=None) | ~Q(model="") & Q(subject__isnull=False),
                name="a_visit_names_a_record_wholly",
            ),
        )
        indexes = (models.Index(fields=["user", "-seen_at"], name="visits_of_a_user"),)

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        """Give where it was."""
        return Place(self.url, self.title, self.note, self.model, self.subject, self.permission)
