"""The base of every table of record: identity, version, and a history that the database keeps."""

from collections.abc import Collection
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
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

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Check as Django does, and hold long texts to their limit, which Django leaves to forms.

        Raises ValidationError.
        """
        super().clean_fields(exclude=exclude)
        for field in self._meta.concrete_fields:
            is_long = isinstance(field, models.TextField) and field.max_length is not None
            if is_long and field.name not in (exclude or ()):
                self._hold_to_limit(field)

    def _hold_to_limit(self, field: "models.Field[Any, Any]") -> None:
        try:
            MaxLengthValidator(field.max_length or 0)(getattr(self, field.attname) or "")
        except ValidationError as error:
            raise ValidationError({field.name: error}) from error
