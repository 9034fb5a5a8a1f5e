"""The comments of a record: read, write, edit for a while, remove, find people to mention."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from caruban.kernel.access import may, require
from caruban.kernel.actors import Actor
from caruban.kernel.comments import actions, people, queries
from caruban.kernel.comments.forms import CommentForm
from caruban.kernel.comments.models import Comment
from caruban.kernel.comments.permissions import CommentPermission
from caruban.kernel.comments.showing import shown
from caruban.kernel.records import Record
from caruban.kernel.registers.details.page import frame
from caruban.kernel.registers.doors import door
from caruban.kernel.registers.forms.sending import FIELD, new_token, once, with_content
from caruban.kernel.registers.register import RegisterType
from caruban.kernel.web.answers import refusing, render, told

BOTH = ["GET", "HEAD", "POST"]
PAGE = 50  # comments on a page, the latest of them


@require_http_methods(BOTH)
@door("reads")
def comments(request: HttpRequest, register: RegisterType, record: Record) -> HttpResponseBase:
    """Show what was said about a record; take what its reader says."""
    by = _reader(request, record)
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        written: list[Comment] = []

        def save() -> str:
            text = form.cleaned_data["text"]
            written.append(actions.write(record, by=by, register=register, text=text))
            return queries.place_of(written[0], register)

        if form.is_valid():
            token = with_content(request.POST.get(FIELD, ""), form.cleaned_data["text"])
            with refusing(form):
                url, _is_new = once(token, by=by, save=save)
        if not form.errors:
            if written:
                _say_unknown(request, written[0])
            return redirect(url)
    context = frame(request, register, record, "comments")
    context |= _listed(request, record, by) | {
        "form": form,
        "token": request.POST.get(FIELD) or new_token(),
        "can_write": may(by, CommentPermission.WRITE, record),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "comments/comments.html", context, status)


@require_http_methods(BOTH)
@door("reads")
def edit(
    request: HttpRequest, register: RegisterType, record: Record, comment: int
) -> HttpResponseBase:
    """Change what one has just written."""
    by = _reader(request, record)
    found = _comment(record, comment, by)
    if found.by_id != by.pk:
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    form = CommentForm(posted, initial={"text": found.text})
    if posted is not None and form.is_valid():
        with refusing(form):
            actions.edit(
                found, by=by, register=register, record=record, text=form.cleaned_data["text"]
            )
        if not form.errors:
            messages.success(request, _("Komentar diubah."))
            return redirect(queries.place_of(found, register))
    context = frame(request, register, record, "comments") | {"form": form, "comment": found}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "comments/edit.html", context, status)


@require_http_methods(BOTH)
@door("reads")
def remove(
    request: HttpRequest, register: RegisterType, record: Record, comment: int
) -> HttpResponseBase:
    """Ask before a comment is removed; remove it."""
    by = _reader(request, record)
    if request.method == "POST" and not queries.comments_of(record, by=by).filter(pk=comment):
        messages.info(request, _("Komentar itu sudah tidak ada."))  # a second click, or a keeper's
        return redirect("registers:comments", register, record.pk)
    found = _comment(record, comment, by)
    if not queries.may_remove(found, by=by):
        raise PermissionDenied
    if request.method == "POST":
        with told(request, success=_("Komentar dihapus.")):
            actions.remove(found, by=by, register=register, record=record)
        return redirect("registers:comments", register, record.pk)
    context = frame(request, register, record, "comments")
    context["one"] = shown(found, by=by, at=timezone.now())
    return render(request, "comments/remove.html", context)


@never_cache
@require_safe
@door("reads")
def find_people(request: HttpRequest, register: RegisterType, record: Record) -> HttpResponse:
    """Give people who can be mentioned here, by what was typed of their name."""
    by = _reader(request, record)
    require(by, CommentPermission.WRITE, record)
    found = people.sought(register, record, request.GET.get("q", ""), by=by)
    return render(request, "comments/people.html", {"found": found})


def _reader(request: HttpRequest, record: Record) -> Actor:
    """Give who asks. Raises PermissionDenied for who sees the record, but no comments."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    require(by, CommentPermission.READ, record)
    return by


def _comment(record: Record, number: int, by: Actor) -> Comment:
    """Give a comment of this very record. Raises Http404."""
    found = queries.comments_of(record, by=by).filter(pk=number).first()
    if found is None:
        raise Http404(number)
    return found


def _listed(request: HttpRequest, record: Record, by: Actor) -> dict[str, object]:
    """Give the latest comments, or those before one; and the number that leads to earlier ones."""
    found = queries.comments_of(record, by=by).order_by("-pk")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:  # noqa: PLR2004
        found = found.filter(pk__lt=int(before))
    latest = list(found[: PAGE + 1])
    now = timezone.now()
    return {
        "comments": [shown(one, by=by, at=now) for one in reversed(latest[:PAGE])],
        "earlier": latest[PAGE - 1].pk if len(latest) > PAGE else None,
    }


def _say_unknown(request: HttpRequest, comment: Comment) -> None:
    """Tell of names after an "@" that mean nobody who may see the record."""
    known = {name.casefold() for name in comment.names}
    unknown = [
        one
        for one in people.named_in(comment.text)
        if not any(name.split()[0].startswith(one.casefold()) for name in known)
    ]
    if unknown:
        said = _("%(names)s tidak diberi tahu: tidak ada orang itu yang dapat melihat catatan ini.")
        messages.info(request, said % {"names": ", ".join(f"@{one}" for one in unknown[:5])})
