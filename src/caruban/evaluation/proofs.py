"""What the records of evaluations prove, and where they stop proving.

Evaluation keeps targets, paths to them, reviews with recommendations, and who worked on what with
whom. That is a part of what three indicators ask for: of the roadmap (2020, 12) the draft and its
review, of collaboration (2020, 20) the work of several offices by a plan, of digital governance
(2026, 1) the draft of a plan. Every other condition of a level is named and stays unmet, so that no
level is claimed that these records alone do not show.
"""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caruban.evaluation.events import (
    AnswerAssigned,
    AnswerCompleted,
    AnswerJudged,
    AnswerReopened,
    AnswerReviewed,
    AssessmentDated,
    AssessmentMoved,
    ObjectionAnswered,
    PlanKept,
    TargetSet,
)
from caruban.evaluation.models import Assessment, Judgement, Plan, Target
from caruban.evaluation.queries import records
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.proofs.interface import Condition, Source, proves

SPBE, PEMDI = "permenpanrb-59-2020", "permenpanrb-8-2026"
ROADMAP, COLLABORATION, GOVERNANCE = 12, 20, 1
PLANNED = (PlanKept, TargetSet)
REVIEWED = (AnswerReviewed, AnswerJudged, ObjectionAnswered, AssessmentMoved)
WORKED = (AnswerAssigned, AssessmentDated, AnswerCompleted, AnswerReopened)

ELSEWHERE = gettext_lazy(
    "Catatan evaluasi tidak dapat membuktikannya; lampirkan dokumennya sebagai data dukung."
)


@proves(SPBE, ROADMAP, after=(*PLANNED, *REVIEWED))
def roadmap(institution: Organisation, *, on: date) -> Iterator[Condition]:
    """Prove the draft of a roadmap by targets and a kept path; of the rest, its review only.

    Source: PermenPANRB 59/2020, annex, indicator 12.
    """
    yield _targets(institution, SPBE, on, level=1)
    yield _draft(institution, SPBE, on, level=1)
    yield _elsewhere(2, _("Dokumen Peta Rencana SPBE terbit, dengan nomor dan tanggal."))
    yield _elsewhere(3, _("Ketujuh muatan Peta Rencana punya inisiatif."))
    yield _elsewhere(4, _("Rencana kerja dan anggaran tiga tahun terakhir menjalankannya."))
    review = records.review_of(institution, SPBE, ROADMAP, on=on)
    yield _review(review, level=4)
    yield _renewed(institution, SPBE, review, on, level=5)
    yield _elsewhere(5, _("Peta Rencana yang lebih baru terbit sesudah reviu itu."))


@proves(SPBE, COLLABORATION, after=(*WORKED, *REVIEWED))
def collaboration(institution: Organisation, *, on: date) -> Iterator[Condition]:
    """Prove that offices work on SPBE together by a plan; minutes and decrees are not kept here.

    Source: PermenPANRB 59/2020, annex, indicator 20.
    """
    planned = records.planned_together(institution, on=on)
    worked = records.worked_together(institution, on=on)
    yield _together(
        1,
        _("Dua perangkat daerah atau lebih menyelesaikan jawaban evaluasi SPBE bersama."),
        worked,
        _("Tugaskan indikator kepada dua perangkat daerah atau lebih dan selesaikan jawabannya."),
    )
    yield _together(
        2,
        _("Kerja bersama itu direncanakan: penanggung jawab dan tenggatnya ditetapkan."),
        planned,
        _("Tetapkan tenggat untuk dua perangkat daerah atau lebih dalam evaluasi SPBE."),
    )
    yield _elsewhere(2, _("Rapat terencana antarperangkat daerah diadakan dan punya notula."))
    yield _elsewhere(3, _("Keputusan pembentukan tim atau forum kolaborasi berlaku."))
    yield _elsewhere(4, _("Semua perangkat daerah ikut serta di bawah koordinasi pimpinan."))
    yield _review(records.review_of(institution, SPBE, COLLABORATION, on=on), level=4)
    yield _elsewhere(5, _("Cara kerja forum diubah menurut rekomendasi reviu."))


@proves(PEMDI, GOVERNANCE, after=(*PLANNED, *REVIEWED))
def governance(institution: Organisation, *, on: date) -> Iterator[Condition]:
    """Prove the draft of a plan for digital government; not that it is in force or funded.

    Source: PermenPANRB 8/2026, annex, indicator 1.
    """
    yield _targets(institution, PEMDI, on, level=1)
    yield _draft(institution, PEMDI, on, level=1)
    yield _elsewhere(2, _("Dokumen perencanaan yang berlaku memuat butir RAN Pemdi."))
    yield _elsewhere(2, _("Sedikitnya satu butir itu dianggarkan."))
    yield _elsewhere(2, _("Tim Koordinasi membahas penyusunannya."))
    yield _elsewhere(3, _("Semua butir RAN Pemdi direncanakan dan dianggarkan."))
    yield _elsewhere(4, _("Perencanaan dan arsitektur dipakai lebih dari 2 tahun."))
    review = records.review_of(institution, PEMDI, GOVERNANCE, on=on)
    yield _review(review, level=4)
    yield _renewed(institution, PEMDI, review, on, level=5)
    yield _elsewhere(5, _("Setiap rekomendasi reviu ditindaklanjuti."))


def _targets(institution: Organisation, instrument: str, on: date, *, level: int) -> Condition:
    target = records.target_ahead(institution, instrument, on=on)
    return Condition(
        level=level,
        sentence=_("Target indeks untuk tahun ini atau sesudahnya ditetapkan."),
        met=target is not None,
        sources=(_source_of_target(target),) if target else (),
        missing="" if target else _("Tetapkan target indeks untuk tahun ini atau sesudahnya."),
    )


def _draft(institution: Organisation, instrument: str, on: date, *, level: int) -> Condition:
    plan = records.plan_ahead(institution, instrument, on=on)
    return Condition(
        level=level,
        sentence=_("Konsep rencana tersimpan: langkah per tahun, biaya, dan indeks yang dicapai."),
        met=plan is not None,
        sources=(_source_of_plan(plan),) if plan else (),
        missing="" if plan else _("Cari jalur ke target untuk tahun ini ke depan, lalu simpan."),
    )


def _review(review: Judgement | None, *, level: int) -> Condition:
    return Condition(
        level=level,
        sentence=_(
            "Reviu oleh evaluasi yang selesai, kurang dari 2 tahun yang lalu, memuat masalah dan "
            "rekomendasi untuk indikator ini."
        ),
        met=review is not None,
        sources=(_source_of_review(review),) if review else (),
        missing="" if review else _("Selesaikan evaluasi dengan alasan dan rekomendasi asesor."),
    )


def _renewed(
    institution: Organisation,
    instrument: str,
    review: Judgement | None,
    on: date,
    *,
    level: int,
) -> Condition:
    plan = records.plan_ahead(institution, instrument, on=on)
    is_newer = bool(plan and review and plan.created_at > review.created_at)
    return Condition(
        level=level,
        sentence=_("Konsep rencana diperbarui sesudah reviu itu."),
        met=is_newer,
        sources=(_source_of_plan(plan),) if plan and is_newer else (),
        missing="" if is_newer else _("Sesudah reviu, cari jalur ke target lagi dan simpan."),
    )


def _together(
    level: int, sentence: str, held: tuple[Assessment, int] | None, missing: str
) -> Condition:
    return Condition(
        level=level,
        sentence=sentence,
        met=held is not None,
        sources=(_source_of_assessment(*held),) if held else (),
        missing="" if held else missing,
    )


def _elsewhere(level: int, sentence: str | Promise) -> Condition:
    """Name a condition that the records of evaluations cannot show."""
    return Condition(level=level, sentence=sentence, met=False, missing=ELSEWHERE)


def _source_of_target(target: Target) -> Source:
    label = _("Target %(year)s: %(value)s") % {"year": target.year, "value": target.value}
    return Source(label, _planning(target, "targets"))


def _source_of_plan(plan: Plan) -> Source:
    label = _("Jalur yang disimpan %(day)s") % {"day": f"{localtime(plan.created_at):%d-%m-%Y}"}
    return Source(label, _planning(plan, "path"))


def _source_of_review(review: Judgement) -> Source:
    answer, assessment = review.answer, review.answer.assessment
    label = _("Penilaian indikator %(number)s, %(assessment)s") % {
        "number": answer.number,
        "assessment": assessment,
    }
    return Source(label, _address(assessment, "indicator", number=answer.number))


def _source_of_assessment(assessment: Assessment, units: int) -> Source:
    label = _("%(assessment)s: %(units)s perangkat daerah") % {
        "assessment": assessment,
        "units": units,
    }
    return Source(label, _address(assessment, "progress"))


def _planning(record: Target | Plan, page: str) -> str:
    """Give where a target or path is shown: beside the latest evaluation, else the institution."""
    latest = records.latest_by(record.institution, record.instrument.code)
    if latest is not None:
        return _address(latest, page)
    return reverse("evaluation:institution", args=[record.institution.region_code])


def _address(assessment: Assessment, page: str, **more: int) -> str:
    place = {"region": assessment.institution.region_code, "year": assessment.year, **more}
    code = assessment.instrument.code
    return f"{reverse(f'evaluation:{page}', kwargs=place)}?instrumen={code}"
