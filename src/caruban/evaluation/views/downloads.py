"""What can be taken away: report, workbook, package of evidence. For the institution's people."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.answers import find_answer
from caruban.evaluation.reports.package import package_name, write_package
from caruban.evaluation.reports.report import print_report
from caruban.evaluation.reports.workbook import workbook_name, write_workbook
from caruban.evaluation.views.frame import frame
from caruban.kernel.access import needs, require
from caruban.kernel.replica.reading import from_replica
from caruban.kernel.reports.actions import LANGUAGE
from caruban.kernel.reports.permissions import ReportPermission

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"


@require_safe
@needs(ReportPermission.PRINT)
def report_pdf(request: HttpRequest, region: str, year: int) -> HttpResponse:
    """Print the report; the same content is the same report, so reading it again adds nothing."""
    here = frame(request, region, year, "report_pdf")
    printed = print_report(here.assessment, by=here.by, on=timezone.localdate())
    response = HttpResponse(printed.pdf, content_type="application/pdf")
    name = f"laporan-{region}-{year}-{printed.report.code}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@needs(EvaluationPermission.READ)
@from_replica
def workbook(request: HttpRequest, region: str, year: int) -> FileResponse:
    """Give everything of an evaluation as a workbook."""
    here = frame(request, region, year, "workbook")
    write = partial(write_workbook, assessment=here.assessment, by=here.by, on=timezone.localdate())
    return _taken_away(write, workbook_name(here.assessment), XLSX)


@require_safe
@needs(EvaluationPermission.READ)
def package(request: HttpRequest, region: str, year: int, number: int) -> FileResponse:
    """Give the package of one indicator."""
    here = frame(request, region, year, "package")
    require(here.by, EvaluationPermission.READ, here.assessment)
    answer = find_answer(here.assessment, number, by=here.by)
    write = partial(write_package, answer=answer, by=here.by)
    return _taken_away(write, package_name(answer), ZIP)


def _taken_away(write: Callable[[BinaryIO], None], name: str, kind: str) -> FileResponse:
    """Have a file written beside the memory and sent; it is gone once it was sent or failed."""
    with ExitStack() as stack:
        file: Any = stack.enter_context(TemporaryFile())
        with translation.override(LANGUAGE):
            write(file)
        file.seek(0)
        stack.pop_all()  # from here on the response closes it
    return FileResponse(file, as_attachment=True, filename=name, content_type=kind)
