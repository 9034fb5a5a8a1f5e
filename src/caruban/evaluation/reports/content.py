"""Everything that the report of an evaluation says, as plain text for its template."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caruban.evaluation.models import Assessment, Judgement
from caruban.evaluation.queries.live import Line
from caruban.evaluation.queries.notes import notes_of
from caruban.evaluation.queries.overview import Overview, overview
from caruban.evaluation.queries.plans import kept_plans
from caruban.evaluation.queries.tables import Row, Table
from caruban.evaluation.rules.findings import Findings, findings
from caruban.evaluation.rules.gap import Gap
from caruban.evaluation.rules.index import rounded
from caruban.evaluation.rules.instrument import Indicator
from caruban.kernel.actors import Actor
from caruban.kernel.web.formats import UNKNOWN, long_date, num, percent, rupiah, score, signed

Plain = dict[str, Any]
STEPS = 30  # of a kept path, at most
TOP = 5  # on the scale


@dataclass(frozen=True)
class Source:
    """What the report is made from, read once."""

    assessment: Assessment
    by: Actor
    seen: Overview
    last_word: Mapping[int, Judgement]
    on: date


def report_content(assessment: Assessment, *, by: Actor, on: date) -> Plain:
    """Give the content of the report of an evaluation, as it stands on a day.

    Raises PermissionDenied for who may not read the evaluation's inside.
    """
    source = Source(assessment, by, overview(assessment, by=by), last_words(assessment), on)
    table = source.seen.table
    return {
        "headline": _headline(source),
        "facts": _facts(source),
        "summary": _summary(source),
        "provenance": _provenance(assessment),
        "heads": _heads(source),
        "has_last": table.last is not None,
        "rows": [_row(row) for row in table.rows if row.kind != "indicator"],
        "radar": _radar(source),
        "domains": [_domain(row, source) for row in table.domains],
        "steps": _steps(source),
        "notes": _notes(source),
        "annex": [_annex_line(row, source) for row in table.rows if row.kind == "indicator"],
        "words": _words(),
    }


def title_of(assessment: Assessment) -> str:
    """Give the title of the report."""
    index = assessment.instrument.content.index_name
    return _("Laporan %(index)s tahun %(year)s") % {"index": index, "year": assessment.year}


def last_words(assessment: Assessment) -> dict[int, Judgement]:
    """Give the latest judgement on each indicator, by its number."""
    rows = Judgement.objects.filter(answer__assessment=assessment).select_related("answer")
    return {one.answer.number: one for one in rows.order_by("pk")}


def _headline(source: Source) -> Plain:
    table = source.seen.table
    target = table.top.target
    return {
        "name": table.top.name,
        "value": score(table.top.printed),
        "share": float((table.top.value or Decimal(0)) / TOP),
        "predicate": table.index.predicate.name,
        "heat": table.top.heat,
        "target": score(target),
        "target_share": float((target or Decimal(0)) / TOP),
        "has_target": target is not None,
        "target_words": _target_words(table.top.gap, table.target_year),
    }


def _target_words(gap: Gap | None, year: int | None) -> str:
    if gap is None:
        return _("Belum ada target.")
    told = {"year": year, "target": score(gap.target), "distance": score(gap.distance)}
    if gap.is_reached:
        return _("Target %(year)s, %(target)s, sudah tercapai.") % told
    return _("Target %(year)s adalah %(target)s; kurang %(distance)s.") % told


def _facts(source: Source) -> list[list[str]]:
    assessment = source.assessment
    return [
        [_("Instansi"), str(assessment.institution)],
        [_("Kode wilayah"), assessment.institution.region_code],
        [_("Tahun penilaian"), str(assessment.year)],
        [_("Instrumen"), assessment.instrument.name],
        [_("Sumber instrumen"), assessment.instrument.source],
        [_("Tahap"), str(assessment.get_state_display())],
        [_("Nilai yang dipakai"), str(source.seen.table.basis.label)],
        [_("Keadaan pada"), long_date(source.on)],
    ]


def _summary(source: Source) -> list[str]:
    table = source.seen.table
    content = source.assessment.instrument.content
    found = findings(content.indicators, source.seen.levels)
    told = {
        "institution": str(source.assessment.institution),
        "index": score(table.top.printed),
        "predicate": table.index.predicate.name,
        "strong": len(found.strong),
        "weak": len(found.weak),
        "count": len(content.indicators),
    }
    if len(table.index.missing) == len(content.indicators):
        return [_("Belum ada indikator yang dijawab; indeksnya belum berarti.")]
    sentences = [
        _("%(institution)s mencapai indeks %(index)s dengan predikat %(predicate)s.") % told,
        _(
            "Dari %(count)s indikator, %(strong)s berada pada tingkat 3 ke atas dan %(weak)s pada "
            "tingkat 1 atau 2."
        )
        % told,
    ]
    if table.last is not None and table.top.last is not None:
        change = rounded(table.top.value or Decimal(0)) - rounded(table.top.last)
        sentences.append(
            _("Dibandingkan tahun %(year)s, indeks berubah %(change)s.")
            % {"year": table.last.year, "change": signed(change)}
        )
    if len(table.domains) > 1:
        sentences.append(_extremes(table))
    if table.index.missing:
        count = len(table.index.missing)
        sentences.append(
            ngettext(
                "%(count)s indikator belum dinilai dan dihitung nol.",
                "%(count)s indikator belum dinilai dan dihitung nol.",
                count,
            )
            % {"count": count}
        )
    return sentences


def _extremes(table: Table) -> str:
    best = max(table.domains, key=lambda row: row.value or Decimal(0))
    worst = min(table.domains, key=lambda row: row.value or Decimal(0))
    return _("Domain tertinggi: %(best)s (%(high)s). Domain terendah: %(worst)s (%(low)s).") % {
        "best": best.name,
        "high": score(best.printed),
        "worst": worst.name,
        "low": score(worst.printed),
    }


def _provenance(assessment: Assessment) -> Plain:
    is_told = assessment.provenance == Assessment.Provenance.RECONSTRUCTED
    return {
        "title": _("Tingkat per indikator direkonstruksi") if is_told else "",
        "text": assessment.provenance_note if is_told else "",
    }


def _heads(source: Source) -> list[str]:
    table = source.seen.table
    last = table.last.year if table.last else ""
    return [
        _("Bagian"),
        _("Bobot"),
        _("Nilai"),
        _("Tahun %(year)s") % {"year": last} if last else _("Tahun lalu"),
        _("Target %(year)s") % {"year": table.target_year} if table.target_year else _("Target"),
        _("Selisih"),
    ]


def _row(row: Row) -> Plain:
    return {
        "kind": row.kind,
        "number": row.number,
        "name": row.name,
        "label": domain_title(row) if row.kind == "domain" else row.name,
        "weight": percent(row.weight),
        "value": score(row.printed),
        "heat": row.heat,
        "share": float((row.value or Decimal(0)) / TOP),
        "last": score(row.last),
        "target": score(row.target),
        "target_share": float((row.target or Decimal(0)) / TOP),
        "gap": signed(-row.gap.distance) if row.gap else UNKNOWN,
    }


def domain_title(row: Row) -> str:
    """Name a domain with its number."""
    return _("Domain %(number)s: %(name)s") % {"number": row.number, "name": row.name}


def _radar(source: Source) -> Plain:
    aspects = source.seen.table.aspects
    has_targets = all(row.target is not None for row in aspects)
    series = [[float((row.value or Decimal(0)) / TOP) for row in aspects]]
    if has_targets:
        series.append([float((row.target or Decimal(0)) / TOP) for row in aspects])
    return {"axes": [str(row.number) for row in aspects], "series": series}


def _domain(row: Row, source: Source) -> Plain:
    content = source.assessment.instrument.content
    indicators = content.indicators_in(row.number)
    found = findings(indicators, source.seen.levels)
    return {
        "title": domain_title(row),
        "value": score(row.printed),
        "heat": row.heat,
        "text": _target_words(row.gap, source.seen.table.target_year) if row.gap else "",
        "aspects": [_row(one) for one in row.children],
        "indicators": [_indicator(one, source) for one in indicators],
        **_found(found, source),
        "recommendations": list(_recommendations(indicators, source)),
    }


def _indicator(indicator: Indicator, source: Source) -> Plain:
    level = source.seen.levels.get(indicator.number)
    content = source.assessment.instrument.content
    word = source.last_word.get(indicator.number)
    return {
        "number": str(indicator.number),
        "name": indicator.name,
        "level": str(level) if level else UNKNOWN,
        "heat": level or 0,
        "level_name": content.level_name(indicator.number, level) if level else _("belum dinilai"),
        "found": word.reason if word else indicator.criteria[level] if level else "",
        "is_criterion": word is None and level is not None,
    }


def _found(found: Findings, source: Source) -> Plain:
    def told(indicators: Iterable[Indicator]) -> list[str]:
        sentence = _("%(number)s. %(name)s (tingkat %(level)s)")
        return [
            sentence
            % {"number": one.number, "name": one.name, "level": source.seen.levels[one.number]}
            for one in indicators
        ]

    return {"strong": told(found.strong), "weak": told(found.weak)}


def _recommendations(indicators: Iterable[Indicator], source: Source) -> Iterable[Plain]:
    """Give the assessors' recommendations; where they gave none, what the next level asks for."""
    for one in indicators:
        word = source.last_word.get(one.number)
        line = source.seen.lines.get(one.number)
        named = {"number": str(one.number), "name": one.name}
        if word and word.recommendation:
            yield named | {"text": word.recommendation, "by": _("asesor")}
        elif (source.seen.levels.get(one.number) or 0) < TOP - 2 and line and line.missing:
            yield named | {"text": _asked(line), "by": ""}


def _asked(line: Line) -> str:
    asked = "; ".join(one.sentence.rstrip(".") for one in line.missing)
    return _("Untuk tingkat %(level)s: %(asked)s.") % {"level": line.next_level, "asked": asked}


def _steps(source: Source) -> Plain:
    plan = (
        kept_plans(source.assessment.institution, by=source.by)
        .filter(instrument__code=source.assessment.instrument.code)
        .first()
    )
    names = source.assessment.instrument.content.by_number
    path = (plan.answer.get("path") or plan.answer.get("best")) if plan else None
    if path:
        rows = [
            [
                str(step["year"]),
                f"{step['number']}. {names[step['number']].name}",
                str(step["level"]),
                signed(Decimal(step["gain"]), 3),
                num(step["days"]),
                rupiah(Decimal(step["cost"])),
            ]
            for step in path["steps"][:STEPS]
            if step["number"] in names
        ]
        told = {"cost": rupiah(Decimal(path["cost"])), "index": score(Decimal(path["index"]))}
        text = _(
            "Jalur termurah yang disimpan terakhir. Seluruhnya %(cost)s, indeks menjadi %(index)s."
        )
        return {"text": text % told, "rows": rows}
    rows = [
        [
            UNKNOWN,
            f"{step.number}. {names[step.number].name}",
            str(step.level),
            signed(step.gain, 3),
            num(step.effort.days),
            rupiah(step.effort.cost),
        ]
        for step in source.seen.steps
    ]
    text = _("Belum ada jalur yang disimpan. Langkah berikut paling banyak menaikkan indeks.")
    return {"text": text, "rows": rows}


def _notes(source: Source) -> list[list[str]]:
    """Tell where a planning document disagrees, beside an evaluation that comes from it."""
    if source.assessment.provenance != Assessment.Provenance.RECONSTRUCTED:
        return []
    return [
        [note.where, note.printed, num(note.computed, 4), note.says]
        for note in notes_of(source.assessment.institution, by=source.by)
    ]


def _annex_line(row: Row, source: Source) -> list[Any]:
    line = source.seen.lines.get(row.number)
    answer = line.answer if line else None

    def level(value: int | None) -> str:
        return str(value) if value else UNKNOWN

    return [
        str(row.number),
        row.name,
        percent(row.weight),
        line.unit.name if line else "",
        level(answer.claimed_level if answer else None),
        level(answer.reviewed_level if answer else None),
        level(answer.judged_level if answer else None),
        level(answer.final_level if answer else None),
        str(line.proved) if line and line.proved is not None else UNKNOWN,
        str(sum(line.evidence_by_level.values())) if line else "",
    ]


def _words() -> dict[str, Any]:
    """Give every fixed text of the template, so that it holds none itself."""
    return {
        "summary": _("Ringkasan"),
        "values": _("Nilai per domain dan aspek"),
        "radar": _("Nilai aspek pada skala 0 sampai 5"),
        "radar_alt": _("Jaring nilai aspek beserta targetnya; angkanya ada pada tabel."),
        "now": _("nilai"),
        "target": _("target"),
        "indicators": _("Indikator"),
        "indicator_heads": [_("No."), _("Indikator"), _("Tingkat"), _("Yang ditemukan")],
        "criterion": _("Kriteria: "),
        "strong": _("Kekuatan (tingkat 3 ke atas)"),
        "weak": _("Kelemahan (tingkat 1 dan 2)"),
        "none_strong": _("Tidak ada indikator pada tingkat 3 ke atas."),
        "none_weak": _("Tidak ada indikator pada tingkat 1 atau 2."),
        "recommendations": _("Rekomendasi"),
        "by_assessor": _("dari asesor"),
        "no_recommendations": _("Tidak ada rekomendasi."),
        "steps": _("Rencana langkah berikutnya"),
        "step_heads": [
            _("Tahun"),
            _("Indikator"),
            _("Ke tingkat"),
            _("Tambahan indeks"),
            _("Hari kerja"),
            _("Biaya"),
        ],
        "no_steps": _("Semua indikator sudah pada tingkat 5."),
        "notes": _("Catatan atas dokumen perencanaan"),
        "note_heads": [_("Tempat"), _("Tercetak"), _("Terhitung"), _("Catatan")],
        "annex": _("Lampiran: semua indikator"),
        "annex_heads": [
            _("No."),
            _("Indikator"),
            _("Bobot"),
            _("Penanggung jawab"),
            _("Klaim"),
            _("Reviu"),
            _("Asesor"),
            _("Akhir"),
            _("Terbukti"),
            _("Dok."),
        ],
    }
