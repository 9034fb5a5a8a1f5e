"""Choosing related records in a form: a short list where they are few, else search as one types.

Without JavaScript the words that were typed are looked up when the form is sent: one record that
fits is taken, of several one is chosen from a list. The browser never gets more than `SHOWN` of
them, and only what the reader may point to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from caruban.kernel.registers.register import register_of
from caruban.kernel.registers.search import cleaned, matching, ranked
from caruban.kernel.web.pages import jinja

FEW = 40  # records that a list can show whole
SHOWN = 12  # records offered for what was typed
MOST = 100  # records chosen at once
KEY_DIGITS = 18  # of a key that the database can hold


class Picked(NamedTuple):
    """What a form sent for a relation.

    keys    what was chosen;   words   what was typed
    shown   the words that the page showed: unchanged, they say nothing new
    """

    keys: list[str]
    words: str = ""
    shown: str = ""

    @property
    def is_asked(self) -> bool:
        """Say whether something else was typed than what was chosen."""
        words = cleaned(self.words)
        return words != cleaned(self.shown) or bool(words and not self.keys)


@dataclass(frozen=True)
class Offer:
    """One record that can be chosen: its key, its words, where it belongs, how deep in a tree."""

    key: str
    words: str
    note: str = ""
    depth: int = 0


class Candidates:
    """The records that a relation may point to, found as a reader looks for them.

    rows      what may be pointed to;   is_tree   whether they are organisations, in their tree
    """

    def __init__(self, rows: QuerySet[Any], *, is_tree: bool = False) -> None:
        self.rows = rows.select_related("parent") if is_tree else rows
        self.is_tree = is_tree

    @cached_property
    def few(self) -> list[Model] | None:
        """Give all of them where they are few, in order; None where they are many."""
        if self.rows.order_by()[: FEW + 1].count() > FEW:
            return None
        return list(self.ordered(self.rows))

    def ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Put rows in the order in which people look for them."""
        return rows.order_by("path") if self.is_tree else rows.order_by(*_order_of(rows.model))

    def sought(self, words: str) -> list[Model]:
        """Give at most `SHOWN` records in which words are found; without words the first ones.

        Those that are called so come first; those that are only alike where no other is found.
        """
        words = cleaned(words)
        if not words:
            return list(self.ordered(self.rows)[:SHOWN])
        name = _name_of(self.rows.model)
        called = list(self.rows.filter(**{f"{name}__iexact": words})[:SHOWN]) if name else []
        found = list(self.ordered(self._narrowed(words))[:SHOWN])
        return [*called, *(one for one in found if one not in called)][:SHOWN] or self._alike(words)

    def at(self, keys: Sequence[str]) -> list[Model]:
        """Give the records of some keys, in their order; keys that are none here are left out."""
        if not keys:
            return []
        few: list[Model] | None = self.__dict__.get("few")  # not asked for only for this
        if few is not None:
            known = {str(one.pk): one for one in few}
        else:
            whole = [one for one in keys if one.isascii() and one.isdigit()]
            numbers = [int(one) for one in whole if len(one) <= KEY_DIGITS][:MOST]
            known = {str(one.pk): one for one in self.rows.filter(pk__in=numbers)}
        return [known[key] for key in dict.fromkeys(keys) if key in known]

    def offer(self, record: Model) -> Offer:
        """Give how a record is shown among the choices."""
        if not self.is_tree:
            return Offer(str(record.pk), str(record))
        parent = record.parent  # type: ignore[attr-defined]
        depth = record.path.count(".") - 1  # type: ignore[attr-defined]
        return Offer(str(record.pk), str(record), str(parent or ""), depth)

    def _narrowed(self, words: str) -> QuerySet[Any]:
        register = register_of(self.rows.model)
        if register is not None and register.search:
            return matching(register, self.rows, words, alike=False)
        name = _name_of(self.rows.model)
        return self.rows.filter(**{f"{name}__icontains": words}) if name else self.rows.none()

    def _alike(self, words: str) -> list[Model]:
        register = register_of(self.rows.model)
        if register is None or not register.search:
            return []
        return list(ranked(register, matching(register, self.rows, words), words)[:SHOWN])


class RelationField(forms.Field):
    """One related record. `clean` gives it, or None.

    candidates   what may be chosen
    source       the address that is asked as one types; "" for a form that does without
    new          the address at which a new related record can be entered; "" for none
    """

    def __init__(
        self, *, candidates: Candidates, source: str = "", new: str = "", **options: Any
    ) -> None:
        super().__init__(widget=Picker(candidates, source=source, new=new, many=False), **options)
        self.candidates = candidates

    def prepare_value(self, value: Any) -> Any:
        """Give keys where records are; what was sent stays as it was, with the words in it."""
        return value if isinstance(value, Picked) else _keys_of(value)

    def clean(self, value: Any) -> Any:
        """Give the record that was chosen or typed. Raises ValidationError."""
        picked = value if isinstance(value, Picked) else Picked(_keys_of(value))
        if picked.is_asked:
            return self._typed(picked)
        found = self.candidates.at(picked.keys[:1])
        if not found and picked.keys:
            raise ValidationError(_("Pilihan ini tidak ada, atau bukan untuk Anda."))
        if not found and self.required:
            raise ValidationError(self.error_messages["required"])
        return found[0] if found else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether another record is chosen than before, or something was typed."""
        picked = data if isinstance(data, Picked) else Picked(_keys_of(data))
        return picked.is_asked or picked.keys[:1] != _keys_of(initial)[:1]

    def _typed(self, picked: Picked) -> Any:
        words = cleaned(picked.words)
        if not words:
            if self.required:
                raise ValidationError(self.error_messages["required"])
            return None
        return _only(self.candidates, words)


class RelationsField(RelationField):
    """Several related records. `clean` gives them as a list."""

    def __init__(
        self, *, candidates: Candidates, source: str = "", new: str = "", **options: Any
    ) -> None:
        super().__init__(candidates=candidates, **options)
        self.widget = Picker(candidates, source=source, new=new, many=True)
        self.widget.is_required = self.required

    def clean(self, value: Any) -> Any:
        """Give the records that were chosen, and the one that was typed. Raises ValidationError."""
        picked = value if isinstance(value, Picked) else Picked(_keys_of(value))
        if len(picked.keys) > MOST:
            raise ValidationError(_("Pilih paling banyak %(most)s.") % {"most": MOST})
        found = self.candidates.at(picked.keys)
        if len(found) < len(set(picked.keys)):
            raise ValidationError(_("Pilihan ini tidak ada, atau bukan untuk Anda."))
        words = cleaned(picked.words)
        typed = _only(self.candidates, words) if words else None
        if typed is not None and typed not in found:
            found.append(typed)
        if not found and self.required:
            raise ValidationError(self.error_messages["required"])
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether others are chosen than before, or something was typed."""
        picked = data if isinstance(data, Picked) else Picked(_keys_of(data))
        return bool(cleaned(picked.words)) or {*picked.keys} != {*_keys_of(initial)}


class Picker(forms.Widget):
    """The control of both: a list where there are few, a search where there are many."""

    def __init__(
        self, candidates: Candidates, *, source: str = "", new: str = "", many: bool = False
    ) -> None:
        super().__init__()
        self.candidates, self.source, self.new, self.many = candidates, source, new, many

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Picked:
        """Read what was chosen and typed."""
        many = isinstance(data, MultiValueDict)
        sent = data.getlist(name) if many else _keys_of(data.get(name))
        keys = [one.strip()[:KEY_DIGITS] for one in sent if one.strip()]
        words = data.get(f"{name}-q") or ""
        return Picked(keys, words, data.get(f"{name}-for") or "" if not self.many else "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Say whether a form did not send it at all: no box ticked is an answer."""
        return name not in data and f"{name}-q" not in data

    def use_required_attribute(self, initial: Any) -> bool:
        """Leave it to the server: an empty search field beside a choice is no fault."""
        return False

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Draw it."""
        picked = value if isinstance(value, Picked) else Picked(_keys_of(value))
        few = self.candidates.few
        chosen = self.candidates.at(picked.keys)
        asked = cleaned(picked.words) if self.many or picked.is_asked else ""
        known = {
            "name": name,
            "attrs": self.build_attrs(self.attrs, attrs),
            "many": self.many,
            "is_tree": self.candidates.is_tree,
            "required": self.is_required,
            "source": self.source,
            "new": self.new,
            "chosen": [self.candidates.offer(one) for one in chosen],
            "few": None if few is None else [self.candidates.offer(one) for one in few],
            "words": asked,
            "found": [self.candidates.offer(one) for one in self.candidates.sought(asked)]
            if asked and few is None
            else [],
        }
        page = jinja().env.get_template("registers/forms/picker.html")
        return mark_safe(page.render(known))  # noqa: S308 (our own template, autoescaped)


def _only(candidates: Candidates, words: str) -> Model:
    """Give the one record that words mean. Raises ValidationError where none or several fit."""
    found = candidates.sought(words)
    same = [one for one in found if str(one).casefold() == words.casefold()]
    if len(same) == 1:
        return same[0]
    if len(found) == 1:
        return found[0]
    if not found:
        said = _("Tidak ada pilihan yang cocok dengan “%(words)s”.")
        raise ValidationError(said % {"words": words})
    raise ValidationError(_("Beberapa cocok dengan “%(words)s”. Pilih satu.") % {"words": words})


def _keys_of(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, Picked):
        return value.keys
    if isinstance(value, str | int | Model):
        value = [value]
    return [str(one.pk if isinstance(one, Model) else one) for one in value]


def _name_of(model: type[Model]) -> str:
    names = {field.name for field in model._meta.concrete_fields}
    return next((one for one in ("name", "title", "code") if one in names), "")


def _order_of(model: type[Model]) -> tuple[str, ...]:
    return (*(one for one in model._meta.ordering or () if isinstance(one, str)), "pk")
