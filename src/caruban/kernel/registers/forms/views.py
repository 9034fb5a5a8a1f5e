"""Pages that create and edit: show a form, take it, keep its draft, change its rows."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caruban.kernel.errors import Refused
from caruban.kernel.privacy.actions import note
from caruban.kernel.privacy.models import Reading
from caruban.kernel.records import Record
from caruban.kernel.registers.doors import door
from caruban.kernel.registers.forms import arranging, drafts, nesting, saving
from caruban.kernel.registers.forms.building import RecordForm, form_of
from caruban.kernel.registers.forms.copying import copied
from caruban.kernel.registers.forms.merging import still_open
from caruban.kernel.registers.forms.page import context_of
from caruban.kernel.registers.forms.saving import Outcome
from caruban.kernel.registers.forms.sending import FIELD, new_token, was_sent
from caruban.kernel.registers.register import RegisterType
from caruban.kernel.web.answers import is_partial, render
from caruban.kernel.workspace.interface import remember

PAGE = "registers/forms/form.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door("creates")
def create(request: HttpRequest, register: RegisterType) -> HttpResponseBase:
    """Show the form of a new record; take it."""
    by = request.actor  # type: ignore[attr-defined]
    if request.method != "POST":
        return _begin(request, register, None)
    form = form_of(register, by=by, data=request.POST, files=request.FILES)
    outcome = saving.create(form, request.POST, by=by)
    return _answer(request, register, None, outcome)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door("changes")
def edit(request: HttpRequest, register: RegisterType, record: Record) -> HttpResponseBase:
    """Show the form of a record; take it, or show what somebody else changed meanwhile."""
    by = request.actor  # type: ignore[attr-defined]
    if request.method != "POST":
        return _begin(request, register, record)
    outcome = saving.change(register, record, request.POST, by=by)
    return _answer(request, register, record, outcome)


@never_cache
@require_safe
@door("creates")
def copy(request: HttpRequest, register: RegisterType, record: Record) -> HttpResponseBase:
    """Show the form of a new record, filled in from another."""
    by = request.actor  # type: ignore[attr-defined]
    form = form_of(register, by=by, initial=copied(register, record, by=by))
    return _show(request, form, copied_from=record)


@never_cache
@require_POST
@door("creates")
def create_rows(request: HttpRequest, register: RegisterType) -> HttpResponseBase:
    """Add, remove or move a row of a new record's form, and show it again."""
    return _rearranged(request, register, None)


@never_cache
@require_POST
@door("changes")
def edit_rows(request: HttpRequest, register: RegisterType, record: Record) -> HttpResponseBase:
    """Add, remove or move a row of a record's form, and show it again."""
    return _rearranged(request, register, record)


@require_POST
@door("creates")
def create_draft(request: HttpRequest, register: RegisterType) -> HttpResponseBase:
    """Keep what is typed into the form of a new record."""
    return _kept(request, register, None)


@require_POST
@door("changes")
def edit_draft(request: HttpRequest, register: RegisterType, record: Record) -> HttpResponseBase:
    """Keep what is typed into the form of a record."""
    return _kept(request, register, record)


@require_POST
@door("creates")
def create_drop(request: HttpRequest, register: RegisterType) -> HttpResponseBase:
    """Drop the draft of a new record, and begin anew."""
    drafts.drop(request.POST.get(FIELD, ""), by=request.actor)  # type: ignore[attr-defined]
    return redirect("registers:create", register)


@require_POST
@door("changes")
def edit_drop(request: HttpRequest, register: RegisterType, record: Record) -> HttpResponseBase:
    """Drop the draft of a record, and begin anew."""
    drafts.drop(request.POST.get(FIELD, ""), by=request.actor)  # type: ignore[attr-defined]
    return redirect("registers:edit", register, record.pk)


@require_POST
@door("creates")
def create_related(request: HttpRequest, register: RegisterType) -> HttpResponseBase:
    """Keep the form of a new record, and go to enter a related one."""
    return _aside(request, register, None)


@require_POST
@door("changes")
def edit_related(request: HttpRequest, register: RegisterType, record: Record) -> HttpResponseBase:
    """Keep the form of a record, and go to enter a related one."""
    return _aside(request, register, record)


def _begin(request: HttpRequest, register: RegisterType, record: Record | None) -> HttpResponseBase:
    """Show a form as it begins, or as its draft left it where that is asked for."""
    by = request.actor  # type: ignore[attr-defined]
    draft = drafts.draft_of(register, record, request.GET.get(nesting.DRAFT, ""), by=by)
    typed = drafts.typed_in(draft) if draft else None
    if typed is None:
        initial = nesting.prefilled(register, request.GET) if record is None else {}
        form = form_of(register, by=by, record=record, initial=initial)
        return _show(request, form, drafts=drafts.drafts_of(register, record, by=by))
    nesting.put_in(register, typed, request.GET)
    form = form_of(register, by=by, record=record, data=typed).quiet()
    version = saving.version_in(typed, record) if record else None
    return _show(request, form, version=version, typed=typed)


def _answer(
    request: HttpRequest, register: RegisterType, record: Record | None, outcome: Outcome
) -> HttpResponseBase:
    if not outcome.url:
        return _show(
            request, outcome.form, outcome.status, outcome=outcome, version=outcome.version,
            typed=request.POST, lost=outcome.form.names_of_files() if request.FILES else [],
        )  # fmt: skip
    if outcome.record is not None:
        title, read = str(outcome.record), register.reads
        remember(
            request, title, saving.place_of(register, outcome.record), note=str(register.title),
            subject=outcome.record, permission=read, changed=True,
        )  # fmt: skip
        messages.success(request, _("%(record)s disimpan.") % {"record": title})
    else:
        messages.info(request, _("Isian ini sudah disimpan sebelumnya, jadi tidak disimpan lagi."))
    return redirect(nesting.way_back(request.POST, outcome.record) or outcome.url)


def _show(
    request: HttpRequest, form: RecordForm, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    context = context_of(form, query=request.GET, **more)
    shown = [name for name in form.register.masked if name in form.fields]
    if form.record is not None and shown:
        note(form.register, shown, by=form.by, door=Reading.Door.PAGE, record=form.record)
    return render(request, PAGE, context, status)


def _rearranged(
    request: HttpRequest, register: RegisterType, record: Record | None
) -> HttpResponseBase:
    by = request.actor  # type: ignore[attr-defined]
    posted = request.POST.copy()
    focus = arranging.arrange(posted, register)
    form = form_of(register, by=by, record=record, data=posted)
    clashes = still_open(form, posted) if record else []
    outcome = Outcome(form.quiet(), clashes=clashes)
    version = saving.version_in(posted, record) if record else None
    lost = _labels(form, request)
    return _show(
        request, form, outcome=outcome, version=version, typed=posted, focus=focus, lost=lost
    )


def _labels(form: RecordForm, request: HttpRequest) -> list[str]:
    return [str(one.label) for name, one in form.fields.items() if name in request.FILES]


def _kept(request: HttpRequest, register: RegisterType, record: Record | None) -> HttpResponseBase:
    """Keep a draft: for the script that asks, or for who pressed the button."""
    gone = was_sent(request.POST.get(FIELD, ""), by=request.actor)  # type: ignore[attr-defined]
    if is_partial(request) and (gone or "ask" in request.POST):
        return JsonResponse({"said": "", "gone": gone})  # what was saved is no draft any more
    try:
        draft = drafts.keep(register, record, _as_new(request), by=request.actor)  # type: ignore[attr-defined]
    except Refused as refusal:
        if is_partial(request):
            return JsonResponse({"said": str(refusal)}, status=HTTPStatus.CONFLICT)
        return _came_back(request, register, record, refusal)
    at = date_format(localtime(draft.saved_at), "H.i")
    said = _("Draf disimpan pukul %(at)s.") % {"at": at}
    if is_partial(request):
        return JsonResponse({"said": said})
    messages.success(request, said)
    return redirect(f"{_address(register, record)}?{urlencode({nesting.DRAFT: str(draft.token)})}")


def _aside(request: HttpRequest, register: RegisterType, record: Record | None) -> HttpResponseBase:
    by = request.actor  # type: ignore[attr-defined]
    try:
        draft = drafts.keep(register, record, _as_new(request), by=by)
    except Refused as refusal:
        return _came_back(request, register, record, refusal)
    name = request.POST.get("related", "")
    return redirect(nesting.way_there(register, record, name, by=by, draft=draft.token))


def _as_new(request: HttpRequest) -> QueryDict:
    """Give what was sent; of a form that was saved before as that of another one."""
    posted = request.POST.copy()
    if was_sent(posted.get(FIELD, ""), by=request.actor):  # type: ignore[attr-defined]
        posted[FIELD] = new_token()
    return posted


def _came_back(
    request: HttpRequest, register: RegisterType, record: Record | None, refusal: Refused
) -> HttpResponseBase:
    """Show a form again with all that was typed, and why it was not kept."""
    by = request.actor  # type: ignore[attr-defined]
    form = form_of(register, by=by, record=record, data=request.POST).quiet()
    form.add_error(None, str(refusal))
    version = saving.version_in(request.POST, record) if record else None
    clashes = still_open(form, request.POST) if record else []
    return _show(
        request, form, HTTPStatus.UNPROCESSABLE_ENTITY, outcome=Outcome(form, clashes=clashes),
        version=version, typed=request.POST, lost=_labels(form, request),
    )  # fmt: skip


def _address(register: RegisterType, record: Record | None) -> str:
    if record is None:
        return reverse("registers:create", args=[register])
    return reverse("registers:edit", args=[register, record.pk])
