"""The house's own panels of the operator's page."""

import platform
import shutil
from datetime import timedelta
from importlib.metadata import version

import django
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caruban.kernel.documents import storage as documents
from caruban.kernel.documents.models import Blob
from caruban.kernel.operations import queries
from caruban.kernel.operations.health import HEALTH
from caruban.kernel.operations.interface import Button, Panel, panel
from caruban.kernel.operations.models import Sign
from caruban.kernel.replica.watch import WATCH, is_configured
from caruban.kernel.web.formats import filesize, num, when

LOW = 1_000_000_000  # bytes; below it the disk counts as full
ROUND = timedelta(days=7)  # in which every document is looked at once
OLD = timedelta(days=2)  # age of the last backup that is still well


@panel(order=10)
def jobs() -> Panel:
    """Jobs that wait, run and failed."""
    now = queries.figures(at=timezone.now())
    facts = (
        (_("Gagal"), num(now.failed)),
        (_("Menunggu"), num(now.waiting)),
        (_("Berjalan"), num(now.running)),
    )
    url, verb = reverse("operations:jobs"), _("Lihat pekerjaan")
    if now.failed:
        said = ngettext(
            "%(many)s pekerjaan gagal. Baca sebabnya, lalu ulangi atau hentikan.",
            "%(many)s pekerjaan gagal. Baca sebabnya, lalu ulangi atau hentikan.",
            now.failed,
        )
        return Panel(
            _("Pekerjaan latar"), "bad", said % {"many": num(now.failed)}, facts, url, verb
        )
    if now.is_late:
        said = _("Ada pekerjaan yang menunggu lebih dari 10 menit. Jalankan worker tambahan.")
        return Panel(_("Pekerjaan latar"), "warn", said, facts, url, verb)
    return Panel(_("Pekerjaan latar"), "good", _("Tidak ada yang gagal."), facts, url, verb)


@panel(order=20)
def workers() -> Panel:
    """Workers that live."""
    alive = queries.workers_alive(at=timezone.now())
    facts = ((_("Worker hidup"), num(alive)),)
    if not alive:
        said = _("Tidak ada worker yang hidup: surel dan pekerjaan lain tertahan. Jalankan worker.")
        return Panel(_("Worker"), "bad", said, facts)
    return Panel(_("Worker"), "good", _("Pekerjaan latar dikerjakan."), facts)


@panel(order=30)
def periodic() -> Panel:
    """Work that comes round."""
    found = queries.periodic(at=timezone.now())
    late = sum(one.is_late for one in found)
    facts = ((_("Jadwal"), num(len(found))), (_("Terlambat"), num(late)))
    url, verb = reverse("operations:periodic"), _("Lihat jadwal")
    if late:
        said = _("Ada pekerjaan berkala yang terlambat. Periksa apakah worker hidup.")
        return Panel(_("Pekerjaan berkala"), "warn", said, facts, url, verb)
    return Panel(_("Pekerjaan berkala"), "good", _("Semua sesuai jadwal."), facts, url, verb)


@panel(order=40)
def mail() -> Panel:
    """The mail server: when it last took a mail, and why not."""
    if not settings.CAN_MAIL:
        said = _(
            "Peladen surel belum diatur, jadi tidak ada surel terkirim. Isi CARUBAN_EMAIL_URL."
        )
        return Panel(_("Surel"), "idle", said)
    sent = queries.latest_sign(Sign.Kind.MAIL, is_well=True)
    failed = queries.latest_sign(Sign.Kind.MAIL, is_well=False)
    facts = [(_("Terakhir terkirim"), when(sent.at) if sent else _("belum pernah"))]
    if failed:
        facts.append((_("Terakhir gagal"), when(failed.at)))
    button = Button(reverse("operations:trial_mail"), _("Kirim surel percobaan ke saya"))
    if failed and (not sent or failed.at > sent.at):
        said = _("Surel terakhir gagal terkirim: %(reason)s. Periksa peladen surel.")
        told = said % {"reason": failed.told.rstrip(".")}
        return Panel(_("Surel"), "bad", told, tuple(facts), buttons=(button,))
    said = _("Surel terkirim.") if sent else _("Peladen surel diatur, tetapi belum pernah dipakai.")
    return Panel(_("Surel"), "good", said, tuple(facts), buttons=(button,))


@panel(order=60)
def storage() -> Panel:
    """Documents, where they lie, and the disk of this machine."""
    held = Blob.objects.aggregate(
        many=Count("pk"), size=Sum("size"), waiting=Count("pk", filter=Q(scan=Blob.Scan.WAITING))
    )
    free = shutil.disk_usage(settings.DATA_DIR).free
    check = queries.latest_sign(Sign.Kind.CHECK)
    damage = queries.latest_sign(Sign.Kind.CHECK, is_well=False)
    facts = (
        (_("Dokumen"), num(held["many"])),
        (_("Ukuran"), filesize(held["size"] or 0)),
        (_("Tempat"), documents.told()),
        (_("Ruang kosong di server"), filesize(free)),
        (_("Menunggu pemindaian"), num(held["waiting"])),
        (_("Isi terakhir diperiksa"), when(check.at) if check else _("belum pernah")),
    )
    if not HEALTH.findings()["documents"].is_well:
        said = _("Tempat dokumen tidak dapat ditulisi. Periksa disk atau layanan S3-nya.")
        return Panel(_("Penyimpanan"), "bad", said, facts)
    if damage and timezone.now() - damage.at < ROUND:
        said = _("Ada dokumen yang hilang atau rusak. Pulihkan dari cadangan. Sidik: %(told)s")
        return Panel(_("Penyimpanan"), "bad", said % {"told": damage.told}, facts)
    if free < LOW:
        said = _(
            "Ruang disk hampir habis. Kosongkan ruang atau pindahkan ke disk yang lebih besar."
        )
        return Panel(_("Penyimpanan"), "bad", said, facts)
    if held["waiting"]:
        said = _(
            "Ada dokumen yang belum dipindai, jadi belum dapat dibuka. Periksa pemindai virus."
        )
        return Panel(_("Penyimpanan"), "warn", said, facts)
    return Panel(_("Penyimpanan"), "good", _("Semua dokumen dapat dibuka."), facts)


@panel(order=65)
def replica() -> Panel:
    """The replica that pages are read from, and how far it is behind."""
    title = _("Replika basis data")
    if not is_configured():
        said = _("Replika tidak dipakai: semua halaman dibaca dari basis data utama.")
        return Panel(title, "idle", said)
    lag = WATCH.lag
    limit = (_("Batas tertinggal"), _("%(many)s detik") % {"many": num(settings.REPLICA_LAG)})
    if lag is None:
        said = _("Replika tidak dapat dibaca, jadi semua dibaca dari basis data utama. Periksa.")
        return Panel(title, "bad", said, (limit,))
    behind = (_("Tertinggal"), _("%(many)s detik") % {"many": num(lag, 1)})
    if lag > settings.REPLICA_LAG:
        said = _("Replika terlalu jauh tertinggal, jadi tidak dibaca. Periksa beban dan jaringan.")
        return Panel(title, "warn", said, (behind, limit))
    return Panel(title, "good", _("Halaman daftar dibaca dari replika."), (behind, limit))


@panel(order=70)
def backup() -> Panel:
    """The last backup, and whether it is too old."""
    last = queries.latest_sign(Sign.Kind.BACKUP, is_well=True)
    failed = queries.latest_sign(Sign.Kind.BACKUP, is_well=False)
    if last is None:
        said = _("Belum ada cadangan. Jalankan caruban backup setiap hari.")
        return Panel(_("Cadangan"), "warn" if settings.DEMO else "bad", said)
    facts = (
        (_("Terakhir"), when(last.at)),
        (_("Ukuran"), filesize(last.details.get("bytes", 0))),
        (_("Berkas"), last.details.get("file", "")),
        (_("Dokumen"), num(last.details.get("documents", 0))),
    )
    if failed and failed.at > last.at:
        said = _("Cadangan terakhir gagal dibuat: %(reason)s.")
        return Panel(_("Cadangan"), "bad", said % {"reason": failed.told.rstrip(".")}, facts)
    if timezone.now() - last.at > OLD:
        said = _("Cadangan terakhir lebih dari dua hari lalu. Jalankan caruban backup setiap hari.")
        return Panel(_("Cadangan"), "bad", said, facts)
    return Panel(_("Cadangan"), "good", _("Cadangan masih baru."), facts)


@panel(order=90)
def versions() -> Panel:
    """What runs, and whether the database is of this version."""
    executor = MigrationExecutor(connection)
    lacking = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    server = connection.pg_version  # type: ignore[attr-defined]  # PostgreSQL's has one
    facts = (
        ("Caruban", version("caruban")),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        ("PostgreSQL", f"{server // 10_000}.{server % 10_000}"),
        (_("Migrasi"), num(len(executor.loader.applied_migrations))),
    )
    if lacking:
        said = _("Basis data belum sesuai versi ini. Jalankan caruban prepare.")
        return Panel(_("Versi"), "bad", said, facts)
    return Panel(_("Versi"), "good", _("Basis data sesuai versi ini."), facts)
