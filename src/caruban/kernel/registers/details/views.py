"""Pages of a record: its data, what refers to it, its history, what can be done to it."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caruban.kernel.records import Record
from caruban.kernel.registers import actions
from caruban.kernel.registers.details import acting, history, restoring
from caruban.kernel.registers.details.data import parts_of
from caruban.kernel.registers.details.page import frame
from caruban.kernel.registers.details.proofs import uses_of
from caruban.kernel.registers.details.related import related_to
from caruban.kernel.registers.details.removing import removing
from caruban.kernel.registers.doors import door
from caruban.kernel.registers.forms.drafts import drafts_of
from caruban.kernel.registers.forms.saving import version_in
from caruban.kernel.registers.forms.sending import FIELD, new_token, once
from caruban.kernel.registers.layout import Act
from caruban.kernel.registers.queries import acts_for
from caruban.kernel.registers.register import RegisterType, act_named, address_of
from caruban.kernel.web.answers import refusing, render, told

BOTH = ["GET", "HEAD", "POST"]


@require_safe
@door("reads")
def record(request: HttpRequest, register: RegisterType, record: Record) -> HttpResponseBase:
    """Show a record."""
    by = request.actor  # type: ignore[attr-defined]
    context = frame(request, register, record, "record")
    context |= {
        "parts": parts_of(register, record, by=by),
        "drafts": drafts_of(register, record, by=by) if context["doing"].can_edit else [],
        "last": history.last_change_of(record) if history.is_open_to(record, by=by) else None,
    }
    return render(request, "registers/details/record.html", context)


@require_safe
@door("reads")
def related(request: HttpRequest, register: RegisterType, record: Record) -> HttpResponseBase:
    """Show what refers to a record."""
    if not register.related:
        raise Http404(register.name)
    context = frame(request, register, record, "related")
    context["related"] = related_to(register, record, by=request.actor)  # type: ignore[attr-defined]
    return render(request, "registers/details/related.html", context)


@require_safe
@door("reads")
def proofs(request: HttpRequest, register: RegisterType, record: Record) -> HttpResponseBase:
    """Show the proofs that use a record."""
    if not register.proves:
        raise Http404(register.name)
    context = frame(request, register, record, "proofs")
    addresses = {context["address"], address_of(record)}
    context["uses"] = uses_of(record, addresses, by=request.actor)  # type: ignore[attr-defined]
    return render(request, "registers/details/proofs.html", context)


@require_safe
@door("reads")
def trail(request: HttpRequest, register: RegisterType, record: Record) -> HttpResponseBase:
    """Show the history of a record to those who work here."""
    by = request.actor  # type: ignore[attr-defined]
    if not history.is_open_to(record, by=by):
        raise PermissionDenied
    context = frame(request, register, record, "history")
    context["trail"] = history.trail_of(register, record, by=by, before=_number(request, "before"))
    context["can_restore"] = context["doing"].can_edit
    context["is_latest"] = "before" not in request.GET
    return render(request, "registers/details/history.html", context)


@require_http_methods(BOTH)
@door("changes")
def restore(
    request: HttpRequest, register: RegisterType, record: Record, change: int
) -> HttpResponseBase:
    """Show what bringing back an old version would change; do it."""
    by = request.actor  # type: ignore[attr-defined]
    found = restoring.restoring(register, record, change, by=by)
    context = frame(request, register, record, "history") | {"found": found, "token": new_token()}
    if request.method != "POST":
        return render(request, "registers/details/restore.html", context)

    def save() -> str:
        version = version_in(request.POST, record)
        restoring.restore(register, record, change, by=by, version=version)
        return str(context["address"])

    form = Form(request.POST)
    with refusing(form) as refusal:
        once(request.POST.get(FIELD, ""), by=by, save=save)
    if form.errors:
        context |= {"form": form, "stale": refusal.stale}
        return render(
            request, "registers/details/restore.html", context, HTTPStatus.UNPROCESSABLE_ENTITY
        )
    messages.success(request, _("Isi lama dikembalikan sebagai perubahan baru."))
    return redirect(context["address"])


@require_http_methods(BOTH)
@door("removes")
def remove(request: HttpRequest, register: RegisterType, record: Record) -> HttpResponseBase:
    """Ask before a record is removed: what goes with it, what holds it; remove it."""
    by = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        with told(request, success=_("%(record)s dihapus.") % {"record": record}):
            actions.remove(register, record, by=by, from_version=version_in(request.POST, record))
            return redirect("registers:list", register)
    context = frame(request, register, record, "record")
    context["removing"] = removing(register, record, by=by)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "registers/details/remove.html", context, status)


@require_http_methods(BOTH)
@door("reads")
def act(
    request: HttpRequest, register: RegisterType, record: Record, name: str
) -> HttpResponseBase:
    """Ask for what an action needs and whether it is meant; take it."""
    by = request.actor  # type: ignore[attr-defined]
    chosen = _act(register, record, name, request)
    form = acting.details_form(chosen, request.POST if request.method == "POST" else None,
                               request.FILES if request.method == "POST" else None)  # fmt: skip
    context = frame(request, register, record, "record")
    token = request.POST.get(FIELD) or new_token()
    context |= {"act": chosen, "form": form, "token": token, "stale": None}
    if request.method == "POST" and form.is_valid():
        with refusing(form) as refusal:
            is_new = acting.take(
                chosen, record, form, by=by, version=version_in(request.POST, record),
                token=request.POST.get(FIELD, ""), url=str(context["address"]),
            )  # fmt: skip
        if not form.errors:
            about = {"act": chosen.label, "record": record}
            done = _("%(act)s: %(record)s, selesai."), _("%(act)s: %(record)s, sudah dilakukan.")
            messages.success(request, done[0 if is_new else 1] % about)
            return redirect(context["address"])
        context["stale"] = refusal.stale
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "registers/details/act.html", context, status)


def _act(register: RegisterType, record: Record, name: str, request: HttpRequest) -> Act:
    """Give the action of a name. Raises Http404, PermissionDenied for who may not take it.

    One that does not fit the record any more is shown where it was taken by this very form.
    """
    try:
        found = act_named(register, name)
    except LookupError as error:
        raise Http404(name) from error
    by = request.actor  # type: ignore[attr-defined]
    if request.method != "POST" and found not in acts_for(register, record, by=by):
        raise PermissionDenied(found.permission)
    return found


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None  # noqa: PLR2004
