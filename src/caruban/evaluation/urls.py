"""Addresses of evaluation, below `evaluasi/`. A region is the Kemendagri code: 32.09."""

from django.urls import path, register_converter

from caruban.evaluation.views import (
    answers,
    bridge,
    comparison,
    downloads,
    efforts,
    evidence,
    index,
    indicator,
    indicators,
    institutions,
    instruments,
    judging,
    moves,
    notes,
    objections,
    opening,
    process,
    progress,
    targets,
    trail,
    whatif,
    years,
)
from caruban.evaluation.views import path as paths

app_name = "evaluation"


class RegionCode:
    """Digits in groups with points between them, so that nothing else reaches the database."""

    regex = r"[0-9]{2}(?:\.[0-9]{2,4}){0,3}"

    def to_python(self, value: str) -> str:
        """Take it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Give it as it is."""
        return value


register_converter(RegionCode, "region")

ONE = "<region:region>/<int:year>/"
INDICATOR = f"{ONE}indikator/<int:number>/"

MOVES = {
    "begin": "mulai",
    "submit": "pengajuan",
    "forward": "penerusan",
    "interview": "interviu",
    "visit": "visitasi",
    "publish": "hasil-sementara",
    "contest": "masa-sanggahan",
    "finish": "hasil-akhir",
}

urlpatterns = [
    path("", institutions.institutions, name="institutions"),
    path("banding/", comparison.comparison, name="comparison"),
    path("instrumen/", instruments.instruments, name="instruments"),
    path("instrumen/<slug:code>/", instruments.instrument, name="instrument"),
    path("<region:region>/", institutions.institution, name="institution"),
    path("<region:region>/buka/", opening.open_one, name="open"),
    path("<region:region>/jembatan/<slug:code>/", bridge.bridge, name="bridge"),
    path(ONE, index.index, name="index"),
    path(f"{ONE}indikator/", indicators.indicators, name="indicators"),
    path(INDICATOR, indicator.indicator, name="indicator"),
    path(f"{INDICATOR}isian/", answers.fill, name="fill"),
    path(f"{INDICATOR}siap/", answers.complete, name="complete"),
    path(f"{INDICATOR}buka-kembali/", answers.reopen, name="reopen"),
    path(f"{INDICATOR}data-dukung/", evidence.attach, name="attach"),
    path(f"{INDICATOR}data-dukung/dokumen/", evidence.attach_existing, name="attach_existing"),
    path(f"{INDICATOR}data-dukung/<int:evidence>/lepas/", evidence.detach, name="detach"),
    path(f"{INDICATOR}reviu/", judging.review, name="review"),
    path(f"{INDICATOR}penilaian/", judging.judge, name="judge"),
    path(f"{INDICATOR}sanggahan/", objections.object_to, name="object_to"),
    path(
        f"{INDICATOR}sanggahan/<int:objection>/jawaban/",
        objections.answer_objection,
        name="answer_objection",
    ),
    path(f"{INDICATOR}paket.zip", downloads.package, name="package"),
    path(f"{ONE}laporan.pdf", downloads.report_pdf, name="report_pdf"),
    path(f"{ONE}indeks.xlsx", downloads.workbook, name="workbook"),
    path(f"{ONE}proses/", process.process, name="process"),
    path(f"{ONE}proses/tenggat/", process.set_due, name="set_due"),
    path(f"{ONE}proses/penugasan/", process.assign, name="assign"),
    path(f"{ONE}proses/pengembalian/", process.send_back, name="send_back"),
    *(path(f"{ONE}proses/{place}/", moves.VIEWS[name], name=name) for name, place in MOVES.items()),
    path(f"{ONE}kemajuan/", progress.progress, name="progress"),
    path(f"{ONE}jejak/", trail.trail, name="trail"),
    path(f"{ONE}simulasi/", whatif.whatif, name="whatif"),
    path(f"{ONE}jalur/", paths.path, name="path"),
    path(f"{ONE}jalur/simpan/", paths.keep_plan, name="keep_plan"),
    path(f"{ONE}jalur/<int:pk>/", paths.plan, name="plan"),
    path(f"{ONE}jalur/upaya/", efforts.efforts, name="efforts"),
    path(f"{ONE}jalur/upaya/bawaan/", efforts.reset_efforts, name="reset_efforts"),
    path(f"{ONE}jalur/upaya/<int:number>/", efforts.effort, name="effort"),
    path(f"{ONE}target/", targets.targets, name="targets"),
    path(f"{ONE}target/<int:for_year>/", targets.set_targets, name="set_targets"),
    path(f"{ONE}tahun/", years.years, name="years"),
    path(f"{ONE}catatan/", notes.notes, name="notes"),
]
