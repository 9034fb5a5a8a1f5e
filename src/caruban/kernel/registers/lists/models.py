from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 60  # characters
LONGEST_QUERY = 4_000  # characters


class SavedView(models.Model):
    """A state of a list under a name; no record: nothing of it enters the history.

    query         the state, as the query of the list's address
    institution   whose people see it as well; None: only its owner
    """

    register = models.CharField(_("register"), max_length=60)
    name = models.CharField(_("nama"), max_length=LONGEST_NAME)
    query = models.CharField(_("keadaan daftar"), max_length=LONGEST_QUERY, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("pemilik"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    institution = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("instansi"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("diubah"), auto_now=True)

    class Meta:
        verbose_name = _("tampilan tersimpan")
        ordering: ClassVar = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["owner", "register", "name"], name="a_view_is_named_once_by_its_owner"
            ),
        )
        indexes = (models.Index(fields=["register", "institution"], name="shared_views"),)

    def __str__(self) -> str:
        return self.name

    @property
    def is_shared(self) -> bool:
        """Say whether others see it."""
        return self.institution_id is not None

    @property
    def stamp(self) -> str:
        """Give what tells one version of it from the next."""
        return self.changed_at.isoformat()


class Habit(models.Model):
    """How somebody likes the list of a register: its columns, and the view that it opens with."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("pengguna"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    register = models.CharField(_("register"), max_length=60)
    columns: "models.JSONField[list[str], list[str]]" = models.JSONField(_("kolom"), default=list)
    view = models.ForeignKey(
        SavedView,
        verbose_name=_("tampilan utama"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("kebiasaan daftar")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "register"], name="a_list_has_one_habit_of_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.register}"
