"""Anybody checks a printed report: by its code, and by a copy."""

from http import HTTPStatus
from secrets import compare_digest

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from caruban.kernel.access import public
from caruban.kernel.reports.models import Report
from caruban.kernel.reports.queries import find_report, plain_code
from caruban.kernel.reports.uploads import Fingerprint, FingerprintOnly
from caruban.kernel.web.answers import render

WHY = "whoever holds a printed report may check it"


@require_safe
@public(WHY)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a code; one that was typed leads to its own address."""
    code = plain_code(request.GET.get("kode", ""))
    if code:
        return redirect("verify_report", code=code)
    context = {"code": "", "is_unknown": "kode" in request.GET}
    return render(request, "reports/ask.html", context)


@csrf_exempt  # a copy is compared and nothing changes; so it can be hashed as it comes in
@require_http_methods(["GET", "HEAD", "POST"])
@public(WHY)
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say what report a code belongs to; compare a copy with it."""
    report = find_report(code)
    if report is None:
        context = {"code": plain_code(code), "is_unknown": True}
        return render(request, "reports/ask.html", context, HTTPStatus.NOT_FOUND)
    verdict = compared(request, report) if request.method == "POST" else ""
    context = {"report": report, "verdict": verdict, "limit": settings.UPLOAD_LIMIT}
    status = HTTPStatus.OK if verdict in ("", "same", "other") else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "reports/report.html", context, status)


def compared(request: HttpRequest, report: Report) -> str:
    """Compare an uploaded copy: "same", "other", "large" past the limit, "none" without a file."""
    taker = FingerprintOnly(settings.UPLOAD_LIMIT)
    request.upload_handlers = [taker]
    copy = request.FILES.get("berkas")
    if taker.passed_limit:
        return "large"
    if not isinstance(copy, Fingerprint) or not copy.size:
        return "none"
    return "same" if compare_digest(copy.digest, report.sha256) else "other"
