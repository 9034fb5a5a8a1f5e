"""Pages of an import: take a file, match its columns; the rest is the page of its run."""

import io
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caruban.kernel.registers.chosen import place_of
from caruban.kernel.registers.doors import door
from caruban.kernel.registers.imports import actions
from caruban.kernel.registers.imports.forms import ReadingForm, RulesForm, UploadForm
from caruban.kernel.registers.imports.guessing import bare
from caruban.kernel.registers.imports.reading import Cell
from caruban.kernel.registers.imports.settings import Settings
from caruban.kernel.registers.imports.targets import Target, targets_of
from caruban.kernel.registers.imports.template import notes, write_template
from caruban.kernel.registers.register import RegisterType, columns_of, field_of
from caruban.kernel.registers.runs.models import Run
from caruban.kernel.registers.runs.queries import run_or_404, runs_of
from caruban.kernel.registers.runs.showing import look_of, state_word
from caruban.kernel.web.answers import refusing, render, told

LATELY = 5  # imports of this register that are listed
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class ColumnOfSheet:
    """A column as it is matched: its place, its head, what stands in it, which field was chosen.

    why_not   the field of the register that it names, but that nobody fills in here
    """

    at: int
    head: str
    samples: list[str]
    chosen: str
    why_not: str


@require_http_methods(["GET", "HEAD", "POST"])
@door("creates", "changes")
def receive(request: HttpRequest, register: RegisterType) -> HttpResponseBase:
    """Ask for a file, and take it in."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        with refusing(form):
            run, is_new = actions.receive(
                register,
                by=request.actor,  # type: ignore[attr-defined]
                name=upload.name,
                file=upload.file,
            )
            if not is_new:
                messages.info(request, _("Berkas yang sama sedang Anda impor. Lanjutkan di sini."))
            return redirect(page_of(run))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    lately = runs_of(request.actor, register=register).filter(kind=Run.Kind.IMPORT)[:LATELY]  # type: ignore[attr-defined]
    context = {
        "register": register,
        "form": form,
        "notes": notes(),
        "runs": lately,
        "look_of": look_of,
    }
    context |= {"place": place_of(register), "look_of": look_of, "word_of": state_word}
    return render(request, "registers/imports/receive.html", context, status)


@require_safe
@door("creates", "changes")
def template(request: HttpRequest, register: RegisterType) -> HttpResponseBase:
    """Give the workbook to fill in."""
    file = io.BytesIO()
    write_template(register, file, by=request.actor)  # type: ignore[attr-defined]
    file.seek(0)
    name = f"templat-{register.path}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=TYPE)


@require_http_methods(["GET", "HEAD", "POST"])
@door("creates", "changes")
def match(request: HttpRequest, register: RegisterType, run: int) -> HttpResponseBase:
    """Ask which field each column goes to; then its rows are looked at."""
    found = run_or_404(run, by=request.actor)  # type: ignore[attr-defined]
    if found.register != register.name or found.state != Run.State.MAPPING:
        return redirect(found.get_absolute_url())
    settings = Settings.of(found.asked)
    rules = RulesForm(request.POST or None, initial=vars(settings))
    if request.method == "POST" and rules.is_valid():
        columns = [request.POST.get(f"column_{at}", "") for at in range(len(settings.heads))]
        with refusing(rules):
            actions.match(found, by=request.actor, columns=columns, **rules.cleaned_data)  # type: ignore[attr-defined]
            return redirect(found.get_absolute_url())
    return _matching(request, register, found, settings, rules)


@require_POST
@door("creates", "changes")
def reread(request: HttpRequest, register: RegisterType, run: int) -> HttpResponseBase:
    """Read the file otherwise, and match its columns anew."""
    found = run_or_404(run, by=request.actor)  # type: ignore[attr-defined]
    form = ReadingForm(Settings.of(found.asked), request.POST)
    if form.is_valid():
        with told(request):
            actions.reread(found, by=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
    else:
        messages.error(request, " ".join(str(one) for many in form.errors.values() for one in many))
    return redirect("registers:import_match", register, found.pk)


def page_of(run: Run) -> str:
    """Give the page on which an import goes on."""
    if run.state == Run.State.MAPPING:
        return reverse("registers:import_match", args=[run.of, run.pk])
    return run.get_absolute_url()


def _matching(
    request: HttpRequest, register: RegisterType, run: Run, settings: Settings, rules: RulesForm
) -> HttpResponse:
    targets = targets_of(register)
    context = {
        "register": register,
        "place": place_of(register),
        "run": run,
        "settings": settings,
        "columns": _columns(request, register, run, settings),
        "targets": targets,
        "lacking": _lacking(targets, settings),
        "is_keyed": set(register.key) <= {*settings.columns},
        "keys": ", ".join(str(field_of(register, name).label) for name in register.key),
        "reading": ReadingForm(settings),
        "rules": rules,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if rules.errors else HTTPStatus.OK
    return render(request, "registers/imports/match.html", context, status)


def _columns(
    request: HttpRequest, register: RegisterType, run: Run, settings: Settings
) -> list[ColumnOfSheet]:
    rows = actions.samples(run, settings)
    shown = {bare(str(one.head or _label(register, one.name))) for one in columns_of(register)}
    found = []
    for at, head in enumerate(settings.heads):
        cells = [cells[at] for _number, cells in rows if at < len(cells)]
        samples = [_sample(one) for one in cells if one not in (None, "")][:3]
        kept = settings.columns[at] if at < len(settings.columns) else ""
        chosen = request.POST.get(f"column_{at}", kept) if request.method == "POST" else kept
        found.append(ColumnOfSheet(at, head, samples, chosen, head if bare(head) in shown else ""))
    return found


def _sample(cell: Cell) -> str:
    """Write a cell as its sheet shows it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _label(register: RegisterType, name: str) -> str:
    computed = {one.name for one in columns_of(register) if one.expression is not None}
    return name if name in computed else str(field_of(register, name).label)


def _lacking(targets: tuple[Target, ...], settings: Settings) -> list[str]:
    """Give what new records must have and no column fills."""
    return [str(one.label) for one in targets if one.is_needed and one.name not in settings.columns]
