"""The operator's pages: how everything is, the jobs, what runs periodically."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from caruban.kernel.access import needs
from caruban.kernel.actors import Actor
from caruban.kernel.errors import Refused
from caruban.kernel.operations import actions, queries
from caruban.kernel.operations.board import drawn
from caruban.kernel.operations.permissions import OperationsPermission
from caruban.kernel.web.answers import render, told

PAGE = 50  # jobs
VIEWS = {"gagal": "failed", "menunggu": "todo", "berjalan": "doing"}


@require_safe
@needs(OperationsPermission.READ)
def overview(request: HttpRequest) -> HttpResponse:
    """Show every panel, the ill first."""
    panels = drawn()
    troubled = sum(one.state in ("bad", "warn") for one in panels)
    return render(request, "operations/overview.html", {"panels": panels, "troubled": troubled})


@require_safe
@needs(OperationsPermission.READ)
def jobs(request: HttpRequest) -> HttpResponse:
    """Show the failed jobs with their reasons; by `?status=` those that wait or run."""
    chosen = request.GET.get("status", "")
    view = chosen if chosen in VIEWS else "gagal"
    page = Paginator(queries.jobs_of(VIEWS[view]), PAGE).get_page(request.GET.get("halaman"))
    figures = queries.figures(at=timezone.now())
    context = {"page": page, "view": view, "figures": figures, "title_of": queries.title_of}
    return render(request, "operations/jobs.html", context)


@require_safe
@needs(OperationsPermission.READ)
def periodic(request: HttpRequest) -> HttpResponse:
    """Show what runs periodically: when last, when next, and what is late."""
    found = queries.periodic(at=timezone.now())
    return render(request, "operations/periodic.html", {"periodic": found})


@require_POST
@needs(OperationsPermission.OPERATE)
def retry(request: HttpRequest, job: int) -> HttpResponse:
    """Have one failed job tried again."""
    with told(request, success=_("Pekerjaan %(number)s diulang.") % {"number": job}):
        actions.retry(job, by=_by(request))
    return redirect("operations:jobs")


@require_POST
@needs(OperationsPermission.OPERATE)
def retry_all(request: HttpRequest) -> HttpResponse:
    """Have all failed jobs tried again."""
    many = actions.retry_all(by=_by(request))
    said = ngettext("%(many)d pekerjaan diulang.", "%(many)d pekerjaan diulang.", many)
    messages.success(request, said % {"many": many})
    return redirect("operations:jobs")


@require_POST
@needs(OperationsPermission.OPERATE)
def give_up(request: HttpRequest, job: int) -> HttpResponse:
    """Give one job up."""
    with told(request, success=_("Pekerjaan %(number)s dihentikan.") % {"number": job}):
        actions.give_up(job, by=_by(request))
    return redirect("operations:jobs")


@require_POST
@needs(OperationsPermission.OPERATE)
def trial_mail(request: HttpRequest) -> HttpResponse:
    """Have a mail sent to whoever asks."""
    try:
        address = actions.ask_for_trial_mail(by=_by(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("Surel percobaan ke %(address)s sedang dikirim. Hasilnya tampil di bagian Surel.")
        messages.success(request, said % {"address": address})
    return redirect("operations:overview")


def _by(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined, no-any-return]
