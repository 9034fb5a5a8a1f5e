"""Which record a cell of a relation means: by key, by name, as it is shown; never by a guess."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import CharField, Model, Q, QuerySet, TextField
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from caruban.kernel.access import reached
from caruban.kernel.actors import Actor
from caruban.kernel.registers.imports.cells import Wrong
from caruban.kernel.registers.kinds import Described, Kind
from caruban.kernel.registers.queries import candidates
from caruban.kernel.registers.register import RegisterType, all_registers, permission_of

NAMES = ("code", "name", "title", "reference", "number")  # what records are called by, beside keys
FEW = 2_000  # records of a table that is read whole, to compare how they are shown


class Finder:
    """Finds the records that texts mean, many at once, each text once for a whole sheet."""

    def __init__(self, register: RegisterType, field: Described, by: Actor) -> None:
        self.register, self.field, self.by = register, field, by
        self.known: dict[str, list[Model]] = {}
        self.shown: dict[str, list[Model]] | None = None

    def look_up(self, texts: Iterable[str]) -> None:
        """Find what texts mean that was not found before."""
        new = {text for text in texts if not self.known.get(text)}
        if not new:
            return
        found = self._named(new, exactly=True)
        if missing := new - found.keys():
            found |= self._named(missing, exactly=False)
        if missing := new - found.keys():
            found |= self._as_shown(missing)
        self.known |= {text: self._nearest(found.get(text, [])) for text in new}

    def record(self, text: str) -> Model:
        """Give the record that a text means. Raises Wrong where there is none, or are several."""
        found = self.known[text]
        if not found:
            raise Wrong(_("Tidak ada yang bernama atau berkode ini di antara pilihan Anda."))
        if len(found) > 1:
            said = _("Ada %(many)s yang cocok. Tulis kodenya, atau nama yang lengkap.")
            raise Wrong(said % {"many": len(found)})
        return found[0]

    def _candidates(self) -> QuerySet[Any]:
        found = candidates(self.field, by=self.by)
        path = self.register.model.organisation_path or ""
        further = path.removeprefix(f"{self.field.name}__")
        return found.select_related(further) if further not in ("", path) else found

    def _named(self, texts: Collection[str], *, exactly: bool) -> dict[str, list[Model]]:
        names = names_of(self.field.related)
        if not names:
            return {}
        condition, found = Q(), self._candidates()
        wanted = {text if exactly else text.casefold(): text for text in texts}
        for name in names:
            if not exactly:
                found = found.alias(**{f"lower_{name}": Lower(name)})
            lookup = f"{name}__in" if exactly else f"lower_{name}__in"
            condition |= Q(**{lookup: list(wanted)})
        means: dict[str, list[Model]] = {}
        for record in found.filter(condition):
            values = {str(getattr(record, name)) for name in names}
            for value in values if exactly else {one.casefold() for one in values}:
                if value in wanted:
                    means.setdefault(wanted[value], []).append(record)
        return means

    def _as_shown(self, texts: Collection[str]) -> dict[str, list[Model]]:
        """Compare with how records are shown, where there are few enough to read them all."""
        if self.shown is None:
            self.shown = {}
            every = list(self._candidates()[: FEW + 1])
            for record in every if len(every) <= FEW else []:
                self.shown.setdefault(str(record), []).append(record)
        return {text: self.shown[text] for text in texts if text in self.shown}

    def _nearest(self, found: list[Model]) -> list[Model]:
        """Of several places of one name, keep those where the reader may write."""
        if len(found) < 2 or self.field.kind is not Kind.PLACE:  # noqa: PLR2004 (one is no choice)
            return found
        verbs = (self.register.creates, self.register.changes)
        asked = [one for one in map(permission_of, verbs) if one is not None]
        places = {place for one in asked for place in reached(self.by, one)}
        near = [
            one
            for one in found
            if any(one.path.startswith(place) for place in places)  # type: ignore[attr-defined]
        ]
        return near or found


def names_of(model: type[Model]) -> list[str]:
    """Give the text columns of a model by which people know its records, keys first."""
    keys = [name for one in all_registers() if one.model is model for name in one.key]
    columns = {
        one.name for one in model._meta.concrete_fields if isinstance(one, CharField | TextField)
    }
    return [name for name in dict.fromkeys((*keys, *NAMES)) if name in columns]
