"""The documents of a record: see them, attach a new one or one that is there, add a version."""

from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caruban.kernel.access import require
from caruban.kernel.actors import Actor
from caruban.kernel.attachments import actions, queries
from caruban.kernel.attachments.forms import EditionForm, KnownForm, NewForm
from caruban.kernel.attachments.models import Attachment
from caruban.kernel.comments.permissions import CommentPermission
from caruban.kernel.documents.incoming import receive
from caruban.kernel.documents.models import Document
from caruban.kernel.records import Record
from caruban.kernel.registers.details.page import frame
from caruban.kernel.registers.doors import door
from caruban.kernel.registers.forms.sending import FIELD, new_token, once, with_content
from caruban.kernel.registers.register import RegisterType
from caruban.kernel.web.answers import refusing, render, told

BOTH = ["GET", "HEAD", "POST"]


@require_safe
@door("reads")
def documents(request: HttpRequest, register: RegisterType, record: Record) -> HttpResponseBase:
    """Show the documents of a record, and how to attach one."""
    return _show(request, register, record)


@require_POST
@door("reads")
def attach_new(request: HttpRequest, register: RegisterType, record: Record) -> HttpResponseBase:
    """Upload a document and attach it."""
    by = _writer(request, register, record)
    form = NewForm(request.POST, request.FILES)

    def save() -> str:
        given = form.cleaned_data
        made = actions.attach_new(
            record, by=by, register=register, file=given["file"], title=given["title"],
            about=given["about"],
        )  # fmt: skip
        messages.success(request, _("%(document)s dilampirkan.") % {"document": made.document})
        return "/"

    return _saved(request, register, record, form, save, new=form)


@require_POST
@door("reads")
def attach_known(request: HttpRequest, register: RegisterType, record: Record) -> HttpResponseBase:
    """Attach a document that is there."""
    by = _writer(request, register, record)
    form = KnownForm(request.POST)

    def save() -> str:
        number = form.cleaned_data["document"]
        document = queries.attachable(record, "", by=by, among=[number]).first()
        made = actions.attach_known(
            record, by=by, register=register, document=document or Document(pk=number),
            about=form.cleaned_data["about"],
        )  # fmt: skip
        messages.success(request, _("%(document)s dilampirkan.") % {"document": made.document})
        return "/"

    return _saved(request, register, record, form, save, known=form)


@never_cache
@require_safe
@door("reads")
def find_documents(request: HttpRequest, register: RegisterType, record: Record) -> HttpResponse:
    """Give documents that could be attached, by what was typed of their title."""
    by = _writer(request, register, record)
    found = queries.attachable(record, request.GET.get("q", ""), by=by)
    context = {"register": register, "record": record, "found": found, "token": new_token()}
    return render(request, "attachments/found.html", context)


@require_http_methods(BOTH)
@door("reads")
def add_edition(
    request: HttpRequest, register: RegisterType, record: Record, attachment: int
) -> HttpResponseBase:
    """Add a new version of an attached document."""
    by = _writer(request, register, record)
    found = _attachment(record, attachment, by)
    is_sent = request.method == "POST"
    form = EditionForm(request.POST, request.FILES) if is_sent else EditionForm()
    if is_sent and form.is_valid():

        def save() -> str:
            file = form.cleaned_data["file"]
            actions.add_edition(found, by=by, register=register, record=record, file=file)
            messages.success(request, _("Versi baru disimpan."))
            return "/"

        _keep(request, form, save)
        if not form.errors:
            return redirect("registers:documents", register, record.pk)
    context = frame(request, register, record, "documents")
    context |= {"form": form, "attachment": found, "token": request.POST.get(FIELD) or new_token()}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "attachments/edition.html", context, status)


@require_POST
@door("reads")
def detach(
    request: HttpRequest, register: RegisterType, record: Record, attachment: int
) -> HttpResponseBase:
    """Take a document from a record."""
    by = _writer(request, register, record)
    if not queries.attachments_of(record, by=by).filter(pk=attachment):  # a second click
        messages.info(request, _("Dokumen itu sudah tidak dilampirkan di sini."))
        return redirect("registers:documents", register, record.pk)
    found = _attachment(record, attachment, by)
    said = _("%(document)s dilepas dari catatan ini. Dokumennya sendiri tetap ada.")
    with told(request, success=said % {"document": found.document}):
        actions.detach(found, by=by, register=register, record=record)
    return redirect("registers:documents", register, record.pk)


def _saved(
    request: HttpRequest,
    register: RegisterType,
    record: Record,
    form: forms.Form,
    save: Callable[[], str],
    **forms_: forms.Form,
) -> HttpResponseBase:
    if form.is_valid():
        _keep(request, form, save)
    if not form.errors:
        return redirect("registers:documents", register, record.pk)
    return _show(request, register, record, status=HTTPStatus.UNPROCESSABLE_ENTITY, **forms_)


def _keep(request: HttpRequest, form: forms.Form, save: Callable[[], str]) -> None:
    """Save what a form says, once; its file is looked at before the transaction is opened."""
    with refusing(form):
        said = [str(value) for name, value in form.cleaned_data.items() if name != "file"]
        if "file" in form.cleaned_data:
            came = form.cleaned_data["file"] = receive(form.cleaned_data["file"])
            said += [came.name, came.sha256]
        token = with_content(request.POST.get(FIELD, ""), *said)
        once(token, by=request.actor, save=save)  # type: ignore[attr-defined]


def _show(
    request: HttpRequest,
    register: RegisterType,
    record: Record,
    *,
    status: int = HTTPStatus.OK,
    **forms_: forms.Form,
) -> HttpResponseBase:
    by: Actor = request.actor  # type: ignore[attr-defined]
    require(by, CommentPermission.READ, record)
    can_attach = queries.may_attach(register, record, by=by)
    words = request.GET.get("q", "")
    context = frame(request, register, record, "documents") | {
        "attachments": queries.attachments_of(record, by=by),
        "can_attach": can_attach,
        "new": NewForm(),
        "known": KnownForm(),
        "words": words,
        "found": queries.attachable(record, words, by=by)
        if can_attach and "q" in request.GET
        else None,
        "token": new_token(),
    }
    return render(request, "attachments/documents.html", context | forms_, status)


def _writer(request: HttpRequest, register: RegisterType, record: Record) -> Actor:
    """Give who asks. Raises PermissionDenied for who may not attach documents here."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    if not queries.may_attach(register, record, by=by):
        raise PermissionDenied
    return by


def _attachment(record: Record, number: int, by: Actor) -> Attachment:
    """Give an attachment of this very record. Raises Http404."""
    found = queries.attachments_of(record, by=by).filter(pk=number).first()
    if found is None:
        raise Http404(number)
    return found
