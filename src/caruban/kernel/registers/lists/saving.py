"""The pages on which somebody arranges a list: its columns, and states saved under a name."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from caruban.kernel.actors import Actor
from caruban.kernel.registers.doors import door
from caruban.kernel.registers.lists import actions
from caruban.kernel.registers.lists.fields import heads_of
from caruban.kernel.registers.lists.forms import form_of
from caruban.kernel.registers.lists.models import SavedView
from caruban.kernel.registers.lists.queries import (
    habit_of,
    institutions_of,
    may_change,
    views_of,
)
from caruban.kernel.registers.lists.shapes import place
from caruban.kernel.registers.lists.state import COLUMNS, VIEW, State
from caruban.kernel.registers.lists.words import in_words
from caruban.kernel.registers.register import RegisterType
from caruban.kernel.web.answers import refusing, render, told

UP, DOWN = "up", "down"

Page = Callable[..., HttpResponseBase]


def of_somebody(page: Page) -> Page:
    """Send a guest, who may read an open register but has no views of it, to sign in."""

    @wraps(page)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by: Actor = request.actor  # type: ignore[attr-defined]
        if not by.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return page(request, *args, by=by, **kwargs)

    return asked


@require_http_methods(["GET", "HEAD", "POST"])
@door("reads")
def columns(request: HttpRequest, register: RegisterType) -> HttpResponseBase:
    """Choose which columns a list shows, and in which order; kept for who signed in."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    if request.method != "POST":
        habit = habit_of(register, by=by)
        state = State.of(register, request.GET, by=by, columns=habit.columns)
        return _columns(request, register, list(state.columns), state.columns, state.query)
    posted, query = request.POST, request.POST.get("query", "")
    known = [head.name for head in heads_of(register)]
    order = [one for one in posted.getlist("order") if one in known]
    shown = [one for one in order if one in posted.getlist("shown")]
    if "move" in posted:
        return _columns(request, register, _moved(order, posted["move"]), shown, query)
    if not shown and "reset" not in posted:
        said = _("Pilih paling sedikit satu kolom.")
        return _columns(request, register, order, shown, query, said)
    return _kept(register, [] if "reset" in posted else shown, query, by)


def _kept(register: RegisterType, names: list[str], query: str, by: Actor) -> HttpResponse:
    """Keep columns for who signed in; for a guest they stand in the address."""
    asked = QueryDict(query, mutable=True)
    asked.pop(COLUMNS, None)
    if by.is_authenticated:
        actions.keep_columns(register, names, by=by)
    elif names:
        asked[COLUMNS] = ",".join(names)
    return redirect(place(register, asked))


def _columns(
    request: HttpRequest,
    register: RegisterType,
    order: list[str],
    shown: Any,
    query: str,
    error: str = "",
) -> HttpResponse:
    labels = {head.name: capfirst(str(head.label)) for head in heads_of(register)}
    order += [name for name in labels if name not in order]
    context = {
        "register": register,
        "columns": [(name, labels[name], name in shown) for name in order],
        "query": query,
        "place": place(register, query),
        "error": error,
        "moved": request.POST.get("move", ""),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return render(request, "registers/lists/columns.html", context, status)


def _moved(order: list[str], asked: str) -> list[str]:
    """Move one column one place up or down; at an end it stays."""
    way, _colon, name = asked.partition(":")
    if name not in order:
        return order
    at = order.index(name)
    rest = order[:at] + order[at + 1 :]
    to = min(max(at + (-1 if way == UP else 1), 0), len(rest))
    return [*rest[:to], name, *rest[to:]]


@require_http_methods(["GET", "HEAD", "POST"])
@door("reads")
@of_somebody
def views(request: HttpRequest, register: RegisterType, *, by: Actor) -> HttpResponseBase:
    """Save the state that a list is in, and see what was saved."""
    asked = QueryDict(request.POST.get("query", "")) if request.method == "POST" else request.GET
    state = State.of(register, asked, by=by)
    form = form_of(None, request.POST or None, institutions=institutions_of(by))
    if request.method == "POST":
        with refusing(form):
            if form.is_valid():
                view = actions.save_view(
                    register, by=by, name=form.cleaned_data["name"], query=state.query,
                    institution=form.chosen,
                )  # fmt: skip
                return redirect(_opened(register, view))
    context = {
        "register": register,
        "state": state,
        "words": in_words(state),
        "form": form,
        "place": place(register, state.query),
        "views": [
            (one, _opened(register, one), may_change(one, by=by)) for one in _all(register, by)
        ],
        "opens_with": habit_of(register, by=by).view,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "registers/lists/views.html", context, status)


def _all(register: RegisterType, by: Actor) -> list[SavedView]:
    return list(views_of(register, by=by)[:200])


def _opened(register: RegisterType, view: SavedView) -> str:
    return place(register, "&".join(filter(None, [view.query, f"{VIEW}={view.pk}"])))


@require_http_methods(["GET", "HEAD", "POST"])
@door("reads")
@of_somebody
def view(
    request: HttpRequest, register: RegisterType, number: int, *, by: Actor
) -> HttpResponseBase:
    """Rename a view, and say who sees it."""
    one = _view_or_404(register, number, by)
    if not may_change(one, by=by):
        raise PermissionDenied
    form = form_of(one, request.POST or None, institutions=institutions_of(by))
    if one.owner_id != by.pk:
        form.fields.pop("institution", None)
    if request.method == "POST":
        with refusing(form):
            if form.is_valid():
                actions.change_view(
                    one, by=by, name=form.cleaned_data["name"], institution=form.chosen,
                    seen=request.POST.get("seen", ""),
                )  # fmt: skip
                return redirect("registers:views", register)
    seen = request.POST.get("seen", one.stamp)
    context = {"register": register, "view": one, "form": form, "seen": seen}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "registers/lists/view.html", context, status)


@require_POST
@door("reads")
@of_somebody
def view_state(
    request: HttpRequest, register: RegisterType, number: int, *, by: Actor
) -> HttpResponseBase:
    """Give a view the state that its list is in now."""
    one = _view_or_404(register, number, by)
    state = State.of(register, QueryDict(request.POST.get("query", "")), by=by)
    with told(request, _("Tampilan “%(name)s” disimpan.") % {"name": one.name}):
        actions.change_state(one, by=by, query=state.query, seen=request.POST.get("seen", ""))
    return redirect(place(register, "&".join(filter(None, [state.query, f"{VIEW}={one.pk}"]))))


@require_POST
@door("reads")
@of_somebody
def view_remove(
    request: HttpRequest, register: RegisterType, number: int, *, by: Actor
) -> HttpResponseBase:
    """Remove a view."""
    one = _view_or_404(register, number, by)
    with told(request, _("Tampilan “%(name)s” dihapus.") % {"name": one.name}):
        actions.remove_view(one, by=by)
    return redirect("registers:views", register)


@require_POST
@door("reads")
@of_somebody
def view_first(
    request: HttpRequest, register: RegisterType, number: int, *, by: Actor
) -> HttpResponseBase:
    """Have the list open with a view; with the one that it opens with already, with all rows."""
    one = _view_or_404(register, number, by)
    is_first = habit_of(register, by=by).view == one
    actions.open_with(register, None if is_first else one, by=by)
    return redirect("registers:views", register)


def _view_or_404(register: RegisterType, number: int, by: Actor) -> SavedView:
    found = actions.view_at(register, number, by=by)
    if found is None:
        raise Http404(number)
    return found
