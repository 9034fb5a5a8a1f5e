"""The records that a filter can choose from: a field of the form, and a search among them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from caruban.kernel.access import reached
from caruban.kernel.accounts.roles import grant_of
from caruban.kernel.actors import Actor
from caruban.kernel.registers.kinds import Kind
from caruban.kernel.registers.lists.fields import name_of
from caruban.kernel.registers.queries import candidates
from caruban.kernel.registers.register import RegisterType, field_of, register_of
from caruban.kernel.registers.search import matching

MOST = 100  # records chosen at once
DIGITS = 18  # of a key that the database can hold


def is_key(text: str) -> bool:
    """Say whether a text can be the key of a record."""
    return text.isascii() and text.isdigit() and len(text) <= DIGITS


class Pick(forms.Field):
    """Several records by their keys; only those of `queryset`, without drawing them all."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, queryset: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.queryset = queryset

    def to_python(self, value: Sequence[str] | None) -> list[Any]:
        """Give the records. Raises ValidationError for one that is not there for this reader."""
        keys = list(dict.fromkeys(filter(None, value or ())))
        if not keys:
            return []
        if len(keys) > MOST:
            raise ValidationError(_("Pilih paling banyak %(most)s.") % {"most": MOST})
        whole = [int(one) for one in keys if is_key(one)]
        found = list(self.queryset.filter(pk__in=whole))
        if len(found) < len(keys):
            raise ValidationError(_("Pilihan ini tidak ada atau tidak terbuka bagi Anda."))
        return found


def choosable(register: RegisterType, name: str, *, by: Actor) -> QuerySet[Any]:
    """Give the records that a filter offers: those that the reader may read.

    Of organisations only those that the reader's rows can lie in.
    """
    field = field_of(register, name)
    found = candidates(field, by=by)
    if field.kind is not Kind.PLACE or grant_of(register.reads).is_public:
        return found
    below = Q(pk__in=())
    for place in reached(by, register.reads):
        below |= Q(path__startswith=place)
    return found.filter(below)


def sought(register: RegisterType, name: str, words: str, *, by: Actor, limit: int) -> list[Any]:
    """Give some of the records that a filter offers, those in which words are found."""
    found = choosable(register, name, by=by)
    of = register_of(field_of(register, name).related)
    if words and of is not None and of.search:
        found = matching(of, found, words)
    elif words:
        found = found.filter(**{f"{name_of(found.model)}__icontains": words})
    order = "path" if field_of(register, name).kind is Kind.PLACE else name_of(found.model)
    return list(found.order_by(order, "pk")[:limit])
