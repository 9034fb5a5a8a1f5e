"""The shortcuts of the keyboard: one list, which the page shows and `keys.js` obeys.

Each page renders the list (`workspace/parts/keys.html`); the script knows no key by itself, only
what each `does`. A test holds both to the same words.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caruban.kernel.tiles.interface import Link


@dataclass(frozen=True)
class Shortcut:
    """One shortcut.

    keys     as typed, with spaces between keys that follow each other: "g k", "Ctrl+K", "?"
    does     the word by which `keys.js` knows it; "go" opens `url`, "native" is left to the browser
    always   that it works with shortcuts of single letters switched off, and while one types
    """

    keys: str
    title: str | Promise
    does: str
    url: str | Promise = ""
    always: bool = False

    @property
    def parts(self) -> list[str]:
        """Give the keys one by one, as they are printed."""
        return self.keys.split()


EVERYWHERE = (
    Shortcut("Ctrl+K", gettext_lazy("Buka cari dan perintah"), "palette", always=True),
    Shortcut("/", gettext_lazy("Cari di halaman ini, atau di mana saja"), "find"),
    Shortcut("?", gettext_lazy("Buka daftar pintasan"), "go", reverse_lazy("shortcuts")),
    Shortcut("Escape", gettext_lazy("Tutup menu atau kotak cari"), "native", always=True),
)
IN_LISTS = (
    Shortcut("j", gettext_lazy("Baris berikutnya"), "next"),
    Shortcut("k", gettext_lazy("Baris sebelumnya"), "previous"),
    Shortcut("Enter", gettext_lazy("Buka baris yang ditandai"), "native"),
    Shortcut("x", gettext_lazy("Pilih atau lepas baris yang ditandai"), "select"),
    Shortcut("[", gettext_lazy("Halaman daftar sebelumnya"), "earlier"),
    Shortcut("]", gettext_lazy("Halaman daftar berikutnya"), "later"),
    Shortcut("n", gettext_lazy("Buat yang baru"), "create"),
)
ON_RECORDS = (
    Shortcut("e", gettext_lazy("Ubah catatan ini"), "edit"),
    Shortcut("f", gettext_lazy("Tambah ke favorit, atau hapus darinya"), "favourite"),
    Shortcut("Ctrl+S", gettext_lazy("Simpan isian"), "save", always=True),
)
PLACES = (("k", "workspace"), ("f", "favourites"), ("b", "help"), ("a", "account"), ("h", "home"))
PLACE_TITLES: dict[str, str | Promise] = {
    "workspace": gettext_lazy("Pekerjaan saya"),
    "favourites": gettext_lazy("Favorit"),
    "help": gettext_lazy("Bantuan"),
    "account": gettext_lazy("Akun saya"),
    "home": gettext_lazy("Beranda"),
}


def going(links: Iterable[Link]) -> list[Shortcut]:
    """Give the shortcuts that open a page: of the house, then those that modules ask for."""
    found = {
        letter: Shortcut(f"g {letter}", PLACE_TITLES[name], "go", reverse(name))
        for letter, name in PLACES
    }
    for link in links:
        if link.letter and link.letter not in found:
            found[link.letter] = Shortcut(f"g {link.letter}", link.title, "go", link.url)
    return list(found.values())


def groups(links: Iterable[Link]) -> list[tuple[str, Iterable[Shortcut]]]:
    """Give all shortcuts of whose navigation has these links, by where they work."""
    return [
        (_("Di mana saja"), EVERYWHERE),
        (_("Buka halaman"), going(links)),
        (_("Di daftar"), IN_LISTS),
        (_("Di catatan dan formulir"), ON_RECORDS),
    ]


def every(links: Iterable[Link]) -> list[Shortcut]:
    """Give the same in one list, as `keys.js` is given them."""
    return [one for _title, group in groups(links) for one in group]
