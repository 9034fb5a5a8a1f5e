"""Everything of an evaluation as one workbook."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _

from caruban.evaluation.models import Assessment, Evidence, Judgement
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.index import levels_of
from caruban.evaluation.queries.live import live
from caruban.evaluation.queries.tables import Table, table
from caruban.evaluation.queries.targets import all_targets
from caruban.evaluation.queries.trail import trail
from caruban.kernel.access import require
from caruban.kernel.actors import Actor
from caruban.kernel.reports.spreadsheets import Cell, Column, Sheet, write

TRAIL = 10_000  # latest entries of the trail, at most
Rows = Iterator[tuple[Cell, ...]]


def write_workbook(place: Path | BinaryIO, assessment: Assessment, *, by: Actor, on: date) -> None:
    """Write the workbook of an evaluation as it stands on a day.

    Raises PermissionDenied for who may not read the evaluation's inside.
    """
    require(by, EvaluationPermission.READ, assessment)
    shown = table(assessment, by=by)
    sheets = [
        _summary(shown, on),
        _parts(shown),
        _indicators(shown, by),
        _evidence(assessment),
        _judgements(assessment),
        _targets(assessment),
        _trail(assessment, by),
    ]
    title = _("Evaluasi %(assessment)s") % {"assessment": assessment}
    write(place, sheets, title=title, author=str(assessment.institution))


def _summary(shown: Table, on: date) -> Sheet:
    assessment = shown.assessment
    rows: list[tuple[Cell, ...]] = [
        (_("Instansi"), str(assessment.institution)),
        (_("Kode wilayah"), assessment.institution.region_code),
        (_("Tahun"), str(assessment.year)),
        (_("Instrumen"), assessment.instrument.name),
        (_("Tahap"), str(assessment.get_state_display())),
        (_("Nilai yang dipakai"), str(shown.basis.label)),
        (_("Indeks"), str(shown.top.printed).replace(".", ",")),
        (_("Predikat"), shown.index.predicate.name),
        (_("Indikator belum dinilai"), str(len(shown.index.missing))),
        (_("Asal data"), str(assessment.get_provenance_display())),
        (_("Catatan asal data"), assessment.provenance_note),
        (_("Keadaan pada"), on.strftime("%d-%m-%Y")),
    ]
    columns = (Column(_("Keterangan"), width=28), Column(_("Isi"), width=80))
    return Sheet(_("Ringkasan"), columns, rows)


def _parts(shown: Table) -> Sheet:
    names = {
        "index": _("Indeks"),
        "domain": _("Domain"),
        "aspect": _("Aspek"),
    }
    rows = [
        (
            names[row.kind],
            row.number or None,
            row.name,
            row.weight,
            row.printed,
            row.value,
            row.last,
            row.target,
            -row.gap.distance if row.gap else None,
        )
        for row in shown.rows
        if row.kind in names
    ]
    columns = (
        Column(_("Bagian")),
        Column(_("Nomor"), "whole", 8),
        Column(_("Nama"), width=50),
        Column(_("Bobot (%)"), "value", 10),
        Column(_("Nilai"), "value", 10),
        Column(_("Nilai sebelum dibulatkan"), "exact", 14),
        Column(_("Evaluasi sebelumnya"), "value"),
        Column(_("Target"), "value", 10),
        Column(_("Selisih"), "value", 10),
    )
    return Sheet(_("Domain dan aspek"), columns, rows)


def _indicators(shown: Table, by: Actor) -> Sheet:
    assessment = shown.assessment
    levels = levels_of(assessment, shown.basis, by=by)
    rows = [
        (
            line.number,
            line.indicator.name,
            line.domain.number,
            line.aspect.number,
            line.indicator.weight,
            levels.get(line.number),
            line.value,
            line.claimed,
            line.reviewed,
            line.judged,
            line.final,
            line.proved,
            line.unit.name,
            line.answer.due_on or assessment.due_on,
            _("siap diajukan") if line.answer.is_complete else "",
            sum(line.evidence_by_level.values()),
            line.answer.narrative,
            "; ".join(one.sentence for one in line.missing),
        )
        for line in live(assessment, by=by)
    ]
    columns = (
        Column(_("Nomor"), "whole", 8),
        Column(_("Indikator"), width=44),
        Column(_("Domain"), "whole", 8),
        Column(_("Aspek"), "whole", 8),
        Column(_("Bobot (%)"), "value", 9),
        Column(_("Tingkat"), "whole", 8),
        Column(_("Nilai"), "value", 8),
        Column(_("Klaim"), "whole", 8),
        Column(_("Reviu"), "whole", 8),
        Column(_("Asesor"), "whole", 8),
        Column(_("Akhir"), "whole", 8),
        Column(_("Terbukti"), "whole", 9),
        Column(_("Penanggung jawab"), width=34),
        Column(_("Tenggat"), "day", 12),
        Column(_("Keadaan"), width=14),
        Column(_("Dokumen"), "whole", 10),
        Column(_("Penjelasan"), width=60),
        Column(_("Diminta tingkat berikutnya"), width=60),
    )
    return Sheet(_("Indikator"), columns, rows)


def _evidence(assessment: Assessment) -> Sheet:
    columns = (
        Column(_("Indikator"), "whole", 10),
        Column(_("Tingkat"), "whole", 8),
        Column(_("Dokumen"), width=50),
        Column(_("Bagian yang relevan"), width=40),
        Column(_("Berkas"), width=40),
        Column(_("Ukuran (byte)"), "whole", 14),
        Column(_("Versi"), "whole", 8),
        Column(_("Diunggah"), "moment", 17),
        Column(_("Sidik SHA-256"), width=66),
    )
    return Sheet(_("Data dukung"), columns, _evidence_rows(assessment))


def _evidence_rows(assessment: Assessment) -> Rows:
    rows = (
        Evidence.objects.filter(answer__assessment=assessment)
        .select_related("answer", "document")
        .prefetch_related("document__versions__blob")
        .order_by("answer__number", "level", "pk")
    )
    for one in rows:
        version = one.document.latest
        yield (
            one.answer.number,
            one.level,
            one.document.title,
            one.note,
            version.file_name,
            version.blob.size,
            version.number,
            version.created_at,
            version.blob.sha256,
        )


def _judgements(assessment: Assessment) -> Sheet:
    rows = (
        Judgement.objects.filter(answer__assessment=assessment)
        .select_related("answer", "by")
        .order_by("answer__number", "pk")
    )
    columns = (
        Column(_("Indikator"), "whole", 10),
        Column(_("Tahap"), width=20),
        Column(_("Tingkat"), "whole", 8),
        Column(_("Alasan"), width=60),
        Column(_("Rekomendasi"), width=60),
        Column(_("Oleh"), width=28),
        Column(_("Waktu"), "moment", 17),
    )
    return Sheet(
        _("Penilaian"),
        columns,
        (
            (
                one.answer.number,
                str(one.get_stage_display()),
                one.level,
                one.reason,
                one.recommendation,
                str(one.by),
                one.created_at,
            )
            for one in rows
        ),
    )


def _targets(assessment: Assessment) -> Sheet:
    columns = (
        Column(_("Tahun"), width=8),
        Column(_("Sasaran"), width=12),
        Column(_("Nomor"), "whole", 8),
        Column(_("Target"), "value", 10),
        Column(_("Uraian"), width=70),
        Column(_("Sumber"), width=40),
    )
    rows = all_targets(assessment.institution, assessment.instrument)
    return Sheet(
        _("Target"),
        columns,
        (
            (
                str(one.year),
                str(one.get_subject_display()),
                one.number or None,
                one.value,
                one.description,
                one.source,
            )
            for one in rows
        ),
    )


def _trail(assessment: Assessment, by: Actor) -> Sheet:
    entries = trail(assessment, by=by, limit=TRAIL)
    columns = (
        Column(_("Waktu"), "moment", 17),
        Column(_("Oleh"), width=30),
        Column(_("Peristiwa"), width=100),
    )
    return Sheet(_("Jejak"), columns, ((one.at, one.who, one.sentence) for one in entries))


def workbook_name(assessment: Assessment) -> str:
    """Give the name of the file."""
    day = timezone.localdate().isoformat()
    return f"evaluasi-{assessment.institution.region_code}-{assessment.year}-{day}.xlsx"
