"""The verb of reports: issue one."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from caruban.kernel.access import require
from caruban.kernel.actions import action
from caruban.kernel.actors import Actor, key_of
from caruban.kernel.events.stream import emit
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.reports.events import ReportIssued
from caruban.kernel.reports.models import Report
from caruban.kernel.reports.pdf import compile_pdf, digest_of, qr
from caruban.kernel.reports.permissions import ReportPermission

LANGUAGE = "id"  # of the record: a report reads the same for everybody


@dataclass(frozen=True)
class Printed:
    """An issued report and its bytes."""

    report: Report
    pdf: bytes


def issue(
    organisation: Organisation,
    *,
    by: Actor,
    title: str,
    subject: str,
    template: Path,
    content: Mapping[str, Any],
) -> Printed:
    """Print a report about an organisation, and keep its fingerprint for whoever checks a copy.

    content   plain data for the template, beside `paper`, which comes from here

    The same content is the same report: printed again, it has the same code and the same bytes.
    Raises PermissionDenied.
    """
    require(by, ReportPermission.PRINT, organisation)
    with translation.override(LANGUAGE):
        paper = _paper(organisation, title, subject, office_of(by, organisation))
        report = register(
            organisation,
            by=by,
            title=title,
            office=paper["office"],
            content=digest_of(template, {**content, "paper": paper, "site": settings.BASE_URL}),
        )
        told = {**content, "paper": paper | _seal_of(report)}
    pdf = compile_pdf(template, told, at=report.created_at)
    fingerprint = sha256(pdf).hexdigest()
    if report.sha256 != fingerprint:
        report = seal(report, by=by, fingerprint=fingerprint)
    return Printed(report, pdf)


@action(ReportPermission.PRINT)
def register(
    organisation: Organisation, *, by: Actor, title: str, office: str, content: str
) -> Report:
    """Give a report its code; the same content has it already.

    content   its digest, see `pdf.digest_of`
    """
    held = Report.objects.filter(organisation=organisation, content=content).first()
    if held is not None:
        return held
    report = Report.objects.create(
        organisation=organisation, title=title, office=office, content=content, by_id=key_of(by)
    )
    emit(ReportIssued(subject=report, code=report.code))
    return report


@action(ReportPermission.PRINT)
def seal(report: Report, *, by: Actor, fingerprint: str) -> Report:
    """Write down the fingerprint of the printed bytes, which hold the report's own code."""
    report.sha256 = fingerprint
    report.save(update_fields=["sha256", "updated_at"])
    return report


def office_of(by: Actor, organisation: Organisation) -> str:
    """Give the unit below an organisation's institution in which somebody works; "" for none."""
    institution = organisation.institution or organisation
    for holding in getattr(by, "holdings", ()):
        is_below = (holding.path or "").startswith(institution.path)
        if is_below and holding.path != institution.path:
            return str(holding.organisation_name)
    return ""


def verification_url(report: Report) -> str:
    """Give the public address at which anybody checks a copy."""
    return f"{settings.BASE_URL}{reverse('verify_report', args=[report.code])}"


def _paper(organisation: Organisation, title: str, subject: str, office: str) -> dict[str, str]:
    return {
        "title": title,
        "subject": subject,
        "institution": str(organisation.institution or organisation),
        "office": office,
        "language": LANGUAGE,
        "page_word": _("Halaman"),
        "of_word": _("dari"),
        "verify_title": _("Periksa keaslian dokumen ini"),
        "verify_text": _(
            "Pindai kode QR atau buka alamat di bawah, lalu unggah salinan Anda untuk dibandingkan."
        ),
    }


def _seal_of(report: Report) -> dict[str, str]:
    address = verification_url(report)
    return {
        "code": report.spaced_code,
        "qr": qr(address),
        "qr_alt": _("Kode QR ke halaman verifikasi %(code)s") % {"code": report.spaced_code},
        "verify_url": address,
    }
