from django.utils.translation import gettext_lazy as _

from caruban.kernel.accounts.pages import AccountPage, offer

offer(
    AccountPage(
        _("Data saya"),
        "own_data",
        _("Nama yang tampil di catatan, dan bahasa halaman dan surel."),
        "user",
        place=10,
        group="self",
    )
)
offer(
    AccountPage(
        _("Kata sandi"),
        "account_change_password",
        _("Ganti kata sandi Anda."),
        "key-round",
        place=10,
        group="safety",
    )
)
offer(
    AccountPage(
        _("Verifikasi dua langkah"),
        "mfa_index",
        _("Aplikasi kode, kunci sandi, dan kode cadangan."),
        "shield-check",
        place=20,
        group="safety",
    )
)
offer(
    AccountPage(
        _("Sesi saya"),
        "own_sessions",
        _("Perangkat tempat Anda masuk; akhiri yang bukan milik Anda."),
        "layers",
        place=30,
        group="safety",
    )
)
offer(
    AccountPage(
        _("Riwayat masuk saya"),
        "own_sign_ins",
        _("Kapan dan dari mana akun ini dimasuki, dan yang ditolak."),
        "history",
        place=40,
        group="safety",
    )
)
offer(
    AccountPage(
        _("Pintasan papan ketik"),
        "shortcuts",
        _("Lihat, matikan, atau nyalakan pintasan satu huruf."),
        "sliders-horizontal",
        place=90,
        group="self",
    )
)
