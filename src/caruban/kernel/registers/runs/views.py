"""Pages of runs: how far it is, what it would do or did, and the buttons that fit its state."""

from collections.abc import Iterator

from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from caruban.kernel.access import signed_in
from caruban.kernel.actors import Actor
from caruban.kernel.registers.bulk.actions import confirm as confirm_bulk
from caruban.kernel.registers.bulk.actions import look_again as look_again_in_bulk
from caruban.kernel.registers.bulk.results import result_of
from caruban.kernel.registers.chosen import place_of
from caruban.kernel.registers.exports.writing import FORMATS
from caruban.kernel.registers.imports import actions as imports
from caruban.kernel.registers.imports.mending import to_mend
from caruban.kernel.registers.runs.actions import cancel
from caruban.kernel.registers.runs.files import parts_of
from caruban.kernel.registers.runs.models import Line, Run
from caruban.kernel.registers.runs.queries import PAGE, counts_of, lines_of, run_or_404, runs_of
from caruban.kernel.registers.runs.showing import (
    BULK,
    confirm_word,
    counted,
    first_looked_at,
    look_of,
    shown,
    state_word,
)
from caruban.kernel.web.answers import render, told

MINE = "only one's own runs"
LISTED = 50
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Outcome = Line.Outcome
LOOKS = {"look_of": look_of, "word_of": state_word}  # for lists of runs


@require_safe
@signed_in(MINE)
def runs(request: HttpRequest) -> HttpResponseBase:
    """Show what the reader has begun, the latest first."""
    found = runs_of(request.actor)[:LISTED]  # type: ignore[attr-defined]
    return render(request, "registers/runs/mine.html", {"runs": found, **LOOKS})


@require_safe
@signed_in(MINE)
def run(request: HttpRequest, run: int) -> HttpResponseBase:
    """Show how far a run is, what it would do or did, and what can be done about it."""
    found = _run(request, run)
    if found.state == Run.State.MAPPING:
        return redirect("registers:import_match", found.of, found.pk)
    outcome = request.GET.get("outcome", first_looked_at(found))
    after = request.GET.get("after", "")
    lines = lines_of(found, outcome=outcome, after=int(after) if after.isdigit() else 0)
    counts = found.counts or counts_of(found)
    if found.state in {Run.State.CANCELLED, Run.State.FAILED, Run.State.WORKING}:
        counts = counts_of(found)
    context = {
        "run": found,
        "look": look_of(found),
        "word": state_word(found),
        "counts": counted(found, counts),
        "confirm_word": confirm_word(found),
        "outcome": outcome,
        "lines": shown(found, lines[:PAGE], by=request.actor),  # type: ignore[attr-defined]
        "more": lines[PAGE - 1].number if len(lines) > PAGE else None,
        "whole": counts.get(Outcome.CHANGE, 0) + counts.get(Outcome.DONE, 0)
        if found.state == Run.State.WORKING and found.kind in BULK
        else found.whole,
        "is_bulk": found.kind in BULK,
        "place": place_of(found.of),
        "format": FORMATS.get(str(found.asked.get("order", {}).get("format", ""))),
    }
    return render(request, "registers/runs/run.html", context, part="run")


@require_POST
@signed_in(MINE)
def confirm(request: HttpRequest, run: int) -> HttpResponseBase:
    """Do what the preview shows."""
    found = _run(request, run)
    with told(request):
        (confirm_bulk if found.kind in BULK else imports.confirm)(found)
    return redirect(found.get_absolute_url())


@require_POST
@signed_in(MINE)
def stop(request: HttpRequest, run: int) -> HttpResponseBase:
    """Cancel a run."""
    found = _run(request, run)
    said = _("Proses dibatalkan.")
    with told(request, success=said if cancel(found) else ""):
        return redirect(found.get_absolute_url())


@require_POST
@signed_in(MINE)
def again(request: HttpRequest, run: int) -> HttpResponseBase:
    """Look at the same rows or records once more."""
    found = _run(request, run)
    with told(request):
        (look_again_in_bulk if found.kind in BULK else imports.look_again)(found)
    return redirect(found.get_absolute_url())


@require_POST
@signed_in(MINE)
def columns(request: HttpRequest, run: int) -> HttpResponseBase:
    """Go back to the columns of an import."""
    found = _run(request, run)
    if found.kind != Run.Kind.IMPORT:
        raise Http404
    return redirect(imports.match_again(found).get_absolute_url())


@require_safe
@signed_in(MINE)
def sheet(request: HttpRequest, run: int) -> HttpResponseBase:
    """Give the rows of an import with the reasons why some are refused; of others, the result."""
    found = _run(request, run)
    if found.kind == Run.Kind.EXPORT:
        raise Http404
    file = to_mend(found) if found.kind == Run.Kind.IMPORT else result_of(found)
    name = f"{'perbaikan' if found.kind == Run.Kind.IMPORT else 'hasil'}-{found.pk}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=SHEET)


@require_safe
@signed_in(MINE)
def file(request: HttpRequest, run: int) -> HttpResponseBase:
    """Give the file that an export made, part by part."""
    found = _run(request, run)
    order = found.asked.get("order", {})
    if found.kind != Run.Kind.EXPORT or found.state != Run.State.DONE:
        raise Http404
    format_ = str(order["format"])
    response = StreamingHttpResponse(_released(found), content_type=FORMATS[format_].media_type)
    name = f"{found.of.path}-{found.made_at.date().isoformat()}.{format_}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


def _run(request: HttpRequest, number: int) -> Run:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return run_or_404(number, by=actor)


def _released(run: Run) -> Iterator[bytes]:
    """Give the parts, and let the database go while a slow reader takes each."""
    for content in parts_of(run):
        if not connection.in_atomic_block:
            connection.close()
        yield content
