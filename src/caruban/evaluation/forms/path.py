"""What a path is asked for: where to, in which years, within which limits."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caruban.evaluation.forms.fields import DaysField, RupiahField, ScoreField
from caruban.evaluation.forms.targets import FIRST, LAST, YEAR
from caruban.evaluation.names import named
from caruban.evaluation.rules.gap import TargetKey
from caruban.evaluation.rules.instrument import Instrument

YEARS = 5  # at most: a path is planned for a term of office, and more takes too long to find
UNKNOWN_CHOICE = {"invalid_choice": gettext_lazy("Pilih salah satu yang ada di daftar.")}
INDEX = "indeks"


def _choice(label: Any, choices: Any = (), **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, error_messages=UNKNOWN_CHOICE, **kwargs)


class PathForm(forms.Form):
    """Every limit has a default, so that an address may leave all but the aim open.

    targets   by year, what the institution set; each year is an aim to choose
    """

    tujuan = _choice(gettext_lazy("Tujuan"))
    nilai = ScoreField(
        label=gettext_lazy("Indeks yang dituju"),
        required=False,
        help_text=gettext_lazy("Hanya untuk tujuan “indeks tertentu”."),
    )
    mulai = forms.IntegerField(
        label=gettext_lazy("Tahun pertama"),
        validators=[MinValueValidator(FIRST, YEAR), MaxValueValidator(LAST - YEARS, YEAR)],
        error_messages={"invalid": YEAR, "required": YEAR},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )
    lama = _choice(gettext_lazy("Lama, tahun"), [(str(n), str(n)) for n in range(1, YEARS + 1)])
    anggaran = RupiahField(
        label=gettext_lazy("Anggaran tiap tahun, rupiah"),
        required=False,
        help_text=gettext_lazy("Kosong berarti tanpa batas."),
    )
    hari = DaysField(
        label=gettext_lazy("Hari kerja tiap tahun"),
        required=False,
        help_text=gettext_lazy("Jumlah hari kerja semua pelaksana. Kosong berarti tanpa batas."),
    )
    langkah = _choice(
        gettext_lazy("Naik paling banyak tiap tahun"),
        [
            ("1", gettext_lazy("1 tingkat")),
            ("2", gettext_lazy("2 tingkat")),
            ("4", gettext_lazy("tanpa batas")),
        ],
    )
    ukuran = _choice(
        gettext_lazy("Cari yang"),
        [
            ("biaya", gettext_lazy("paling murah")),
            ("hari", gettext_lazy("paling sedikit hari kerjanya")),
        ],
    )
    prasyarat = _choice(
        gettext_lazy("Prasyarat antarindikator"),
        [("ya", gettext_lazy("dipatuhi")), ("tidak", gettext_lazy("diabaikan"))],
        help_text=gettext_lazy("Misalnya: kebijakan ada sebelum prosesnya dijalankan."),
    )
    kunci = forms.MultipleChoiceField(
        label=gettext_lazy("Indikator yang tidak boleh diubah"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Pilih indikator yang ada di daftar.")},
    )

    def __init__(
        self,
        given: QueryDict,
        content: Instrument,
        targets: Mapping[int, Mapping[TargetKey, Decimal]],
        year: int,
    ) -> None:
        self.targets = targets
        data: dict[str, Any] = {**_defaults(targets, year), **given.dict()}
        super().__init__(data={**data, "kunci": given.getlist("kunci")})
        self.fields["tujuan"].choices = aims_of(targets)  # type: ignore[attr-defined]
        self.fields["kunci"].choices = [  # type: ignore[attr-defined]
            (str(one.number), f"{one.number}. {named(one)}") for one in content.indicators
        ]

    def clean(self) -> None:
        """Ask for the index where it is the aim."""
        super().clean()
        chosen = self.cleaned_data
        if chosen.get("tujuan") == INDEX and "nilai" in chosen and chosen["nilai"] is None:
            self.add_error("nilai", _("Isi indeks yang dituju, misalnya 3,20."))

    @property
    def aim(self) -> dict[TargetKey, Decimal]:
        """Give what shall be reached."""
        chosen = self.cleaned_data
        if chosen["tujuan"] == INDEX:
            return {("index", 0): chosen["nilai"]}
        kind, year = chosen["tujuan"].split("-")
        held = self.targets[int(year)]
        wanted = "index" if kind == INDEX else "aspect"
        return {key: value for key, value in held.items() if key[0] == wanted}

    @property
    def years(self) -> tuple[int, ...]:
        """Give the years of the path, in order."""
        first = self.cleaned_data["mulai"]
        return tuple(range(first, first + int(self.cleaned_data["lama"])))

    @property
    def limits(self) -> dict[str, Any]:
        """Give the rest as `rules.path.Question` takes it."""
        chosen = self.cleaned_data
        return {
            "budget": chosen["anggaran"],
            "days": chosen["hari"],
            "locked": frozenset(map(int, chosen["kunci"])),
            "steps_per_year": int(chosen["langkah"]),
            "minimise": "cost" if chosen["ukuran"] == "biaya" else "days",
            "prerequisites": chosen["prasyarat"] == "ya",
        }


def _defaults(targets: Mapping[int, Mapping[TargetKey, Decimal]], year: int) -> dict[str, Any]:
    ahead = [one for one in targets if one > year]
    return {
        "tujuan": aims_of(targets)[0][0],
        "mulai": year + 1,
        "lama": str(min(YEARS, ahead[0] - year) if ahead else 3),
        "langkah": "1",
        "ukuran": "biaya",
        "prasyarat": "ya",
    }


def aims_of(targets: Mapping[int, Mapping[TargetKey, Decimal]]) -> list[tuple[str, str]]:
    """Give what can be aimed at: targets that are set, or an index of one's own."""
    aims = []
    for year, held in targets.items():
        kinds = {kind for kind, _number in held}
        if "index" in kinds:
            aims.append((f"{INDEX}-{year}", _("Target %(year)s: indeks") % {"year": year}))
        if "aspect" in kinds:
            aims.append((f"aspek-{year}", _("Target %(year)s: setiap aspek") % {"year": year}))
    return [*aims, (INDEX, _("Indeks tertentu"))]
