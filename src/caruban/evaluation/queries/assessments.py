"""Evaluations that a reader may see: everybody the final ones, the institution's people all."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from caruban.evaluation.models import Assessment
from caruban.evaluation.permissions import EvaluationPermission
from caruban.kernel.access import visible
from caruban.kernel.actors import Actor
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.organisations.queries import institutions


def seen(by: Actor) -> QuerySet[Assessment]:
    """Give the evaluations that `by` may see, the latest year first, the newer instrument first.

    Institution and instrument are joined; the instrument's document is left out.
    """
    published = visible(Assessment, to=by, permission=EvaluationPermission.READ_INDEX)
    own = visible(Assessment, to=by, permission=EvaluationPermission.READ)
    rows = published.filter(state=Assessment.State.FINAL) | own
    return (
        rows.select_related("institution", "instrument")
        .defer("instrument__document")
        .order_by("-year", "institution__name", "-instrument__in_force_from", "-pk")
    )


def find_institution(*, by: Actor, region: str) -> Organisation:
    """Give an institution by the Kemendagri code of its region. Raises Http404, in words."""
    institution = institutions(by).filter(region_code=region).first() if region else None
    if institution is None:
        raise Http404(_("Tidak ada instansi dengan kode wilayah %(code)s.") % {"code": region})
    return institution


def find(*, by: Actor, region: str, year: int, instrument: str = "") -> Assessment:
    """Give the evaluation of a region's institution for a year; of two, by the newer instrument.

    instrument   code of the instrument that it must have been held by

    Raises Http404, in words: no such institution, or which years there are.
    """
    found = seen(by).filter(institution__parent=None, institution__region_code=region, year=year)
    if instrument:
        found = found.filter(instrument__code=instrument)
    assessment = found.first() if region else None
    if assessment is None:
        institution = find_institution(by=by, region=region)
        rows = seen(by).filter(institution=institution)
        raise Http404(_missing(institution, year, rows, instrument))
    return assessment


def of_institution(institution: Organisation, *, by: Actor) -> QuerySet[Assessment]:
    """Give the evaluations of one institution that `by` may see, the latest first."""
    return seen(by).filter(institution=institution)


def latest(institution: Organisation, *, by: Actor) -> Assessment | None:
    """Give the latest evaluation that `by` may see, finished or not."""
    return of_institution(institution, by=by).first()


def latest_final(institution: Organisation, *, by: Actor) -> Assessment | None:
    """Give the latest finished evaluation: the institution's official index."""
    return of_institution(institution, by=by).filter(state=Assessment.State.FINAL).first()


def previous(assessment: Assessment) -> Assessment | None:
    """Give the last finished evaluation before this one, by the same instrument; public, as all."""
    return (
        Assessment.objects.filter(
            institution_id=assessment.institution_id,
            instrument__code=assessment.instrument.code,
            year__lt=assessment.year,
            state=Assessment.State.FINAL,
        )
        .select_related("institution", "instrument")
        .defer("instrument__document")
        .order_by("-year")
        .first()
    )


def _missing(
    institution: Organisation, year: int, rows: QuerySet[Assessment], instrument: str
) -> str:
    years = sorted(set(rows.values_list("year", flat=True)))
    if not years:
        return _("%(institution)s belum punya evaluasi.") % {"institution": institution}
    if instrument and year in years:
        held = rows.filter(year=year).values_list("instrument__code", flat=True)
        return _(
            "Evaluasi %(institution)s tahun %(year)s tidak memakai instrumen %(instrument)s. "
            "Yang dipakai: %(held)s."
        ) % {
            "institution": institution,
            "year": year,
            "instrument": instrument,
            "held": ", ".join(held),
        }
    return _("%(institution)s tidak punya evaluasi tahun %(year)s. Yang ada: %(years)s.") % {
        "institution": institution,
        "year": year,
        "years": ", ".join(map(str, years)),
    }
