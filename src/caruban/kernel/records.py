"""The base of every table of record: identity, version, and a history that the database keeps."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Record(models.Model):
    """A row that counts: versioned, and its history kept by a trigger (see `kernel.history`).

    organisation_path   the lookup from the model to its organisation, "" for the organisation
                        itself; access narrows by it. A model that declares none is seen by nobody.
    hidden_in_history   columns whose values stay out of the history (secrets)
    """

    organisation_path: ClassVar[str | None] = None
    hidden_in_history: ClassVar[tuple[str, ...]] = ()

    version = models.PositiveIntegerField(_("versi"), default=1, editable=False)
    created_at = models.DateTimeField(_("dibuat"), auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(_("diubah"), auto_now=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and read back the version that the database counted up."""
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if not is_new:
            self.refresh_from_db(fields=["version", "updated_at"])
