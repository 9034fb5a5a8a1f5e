"""What somebody says about a token that they make: its name, how long, and what for."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazystr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caruban.kernel.actors import Actor
from caruban.kernel.tokens.scopes import Depth, Group, groups

PERIODS = (7, 30, 90, 180, 365)  # days
USUAL = 90
NOTHING = gettext_lazy("tidak")
DEPTHS = {Depth.READ: gettext_lazy("baca"), Depth.WRITE: gettext_lazy("baca dan ubah")}
DEPTH, PERSONAL = "depth_", "personal_"


class TokenForm(forms.Form):
    """Asks for each group of permissions that the maker holds how far the token goes."""

    name = forms.CharField(
        label=gettext_lazy("Nama"),
        max_length=100,
        help_text=gettext_lazy(
            "Untuk apa dan di mana dipakai, misalnya: ekspor malam di server A."
        ),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Berlaku selama"),
        coerce=int,
        help_text=gettext_lazy(
            "Sesudah itu buat yang baru. Token yang bocor lalu tidak lama berguna."
        ),
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = [group for group in groups().values() if _depths(group, by)]
        days = self.fields["days"]
        days.choices = [(one, _("%(days)s hari") % {"days": one}) for one in periods()]  # type: ignore[attr-defined]
        days.initial = min(USUAL, periods()[-1])
        for group in self.offered:
            self._ask_for(group, by)

    def _ask_for(self, group: Group, by: Actor) -> None:
        title = lazystr(", ".join(str(one) for one in group.titles) or group.name)
        depths = _depths(group, by)
        plain = [(str(one), DEPTHS[one]) for one in DEPTHS if one in depths]
        if plain:
            self.fields[DEPTH + group.name] = forms.ChoiceField(
                label=title, choices=[("", NOTHING), *plain], required=False
            )
        if Depth.PERSONAL in depths:
            self.fields[PERSONAL + group.name] = forms.BooleanField(
                label=_("data pribadi tanpa samaran: %(title)s") % {"title": title}, required=False
            )

    @property
    def scopes(self) -> list[str]:
        """Give the scopes chosen, when the form is valid."""
        chosen = []
        for group in self.offered:
            if depth := self.cleaned_data.get(DEPTH + group.name):
                chosen.append(f"{group.name}:{depth}")
            if self.cleaned_data.get(PERSONAL + group.name):
                chosen.append(f"{group.name}:{Depth.PERSONAL}")
        return chosen

    def expires_at(self, now: datetime) -> datetime:
        """Give the moment until which the token is wanted."""
        return now + timedelta(days=self.cleaned_data["days"])

    def asked_scopes(self) -> list[forms.BoundField]:
        """Give the fields about scopes."""
        return [self[name] for name in self.fields if name not in {"name", "days"}]


def periods() -> list[int]:
    """Give the days that can be chosen, the longest that the installation allows among them."""
    longest = int(settings.TOKEN_DAYS)
    return sorted({one for one in PERIODS if one < longest} | {longest})


def _depths(group: Group, by: Actor) -> list[Depth]:
    return [one for one in Depth if group.offers(one, by=by)]
