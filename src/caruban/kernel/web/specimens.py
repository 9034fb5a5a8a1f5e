"""The sections of the style guide. Their calls lie in `templates/web/styleguide/<name>.html`."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Section:
    """Parts of one kind: the name of their file, title, when to use them."""

    name: str
    title: str | Promise
    note: str | Promise


SECTIONS = (
    Section(
        "levels",
        _("Tingkat dan domain"),
        _("Kain dicelup nila, sekali untuk setiap tingkat; selalu dengan angkanya."),
    ),
    Section(
        "states",
        _("Keadaan dan tanda"),
        _("Bentuk, kata, dan warna bersama-sama. Tanda untuk alur kerja, huruf kecil."),
    ),
    Section(
        "places",
        _("Judul dan letak"),
        _("Satu judul per halaman; di sini contoh tanpa tombol utama kedua."),
    ),
    Section(
        "buttons",
        _("Tombol"),
        _("Kata kerja dan benda. Satu tombol utama per halaman."),
    ),
    Section(
        "fields",
        _("Isian"),
        _("Label, bantuan, galat, isian, dalam urutan ini."),
    ),
    Section(
        "notices",
        _("Pemberitahuan"),
        _("Apa yang terjadi, apa artinya, apa yang dapat dilakukan."),
    ),
    Section(
        "facts",
        _("Angka, fakta, riwayat"),
        _("Panjang batang datang dari data; angkanya berdiri di sampingnya."),
    ),
    Section(
        "tables",
        _("Tabel"),
        _("Tanpa garis tegak; angka di kanan; nama adalah tautannya."),
    ),
)
