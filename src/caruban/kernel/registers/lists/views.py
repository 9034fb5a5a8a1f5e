"""The pages of lists: of one register, of what its filters offer, of all registers."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from caruban.kernel.access import may, public
from caruban.kernel.actors import Actor
from caruban.kernel.registers.doors import door
from caruban.kernel.registers.exports.writing import FORMATS
from caruban.kernel.registers.lists import shapes
from caruban.kernel.registers.lists.filters import Records
from caruban.kernel.registers.lists.index import grouped
from caruban.kernel.registers.lists.models import SavedView
from caruban.kernel.registers.lists.panel import groups, offers_of, typed_in
from caruban.kernel.registers.lists.queries import SHOWN, habit_of, may_change, views_of
from caruban.kernel.registers.lists.reading import Listing, alike, listing
from caruban.kernel.registers.lists.state import AFTER, BEFORE, FIND, TOTALS, State
from caruban.kernel.registers.lists.words import told
from caruban.kernel.registers.queries import may_do
from caruban.kernel.registers.register import RegisterType
from caruban.kernel.replica.reading import from_replica
from caruban.kernel.web.answers import is_partial, render
from caruban.kernel.workspace.interface import keepable

ALL = 0  # as a view in the address: none, all rows


@require_safe
@public("lists only registers that its reader may read")
def index(request: HttpRequest) -> HttpResponseBase:
    """Show every register that the reader may read, by domain and by module."""
    context = {"groups": grouped(request.actor)}  # type: ignore[attr-defined]
    return render(request, "registers/lists/index.html", context)


@require_safe
@door("reads")
@from_replica
def list_(request: HttpRequest, register: RegisterType) -> HttpResponseBase:
    """Show the rows of a register that its reader may read, in the state of the address."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    habit = habit_of(register, by=by)
    views = list(views_of(register, by=by)[:SHOWN])
    if not request.GET and habit.view in views:
        return redirect(_address_of(register, habit.view))
    state = State.of(register, request.GET, by=by, columns=habit.columns)
    found = listing(state, exactly=TOTALS in request.GET)
    current = next((one for one in views if one.pk == state.view), None)
    keepable(
        request,
        str(current or register.title),
        shapes.place(register, state.query),
        note=_("Daftar"),
        permission=register.reads,
    )
    context = (
        _results(found) | _panel(request, found.state) | _tabs(register, views, current, state)
    )
    response = render(request, "registers/lists/list.html", context, part="results")
    if is_partial(request):  # the address without what a form leaves empty
        passing = {AFTER: found.state.after, BEFORE: found.state.before}
        passing[TOTALS] = "1" if TOTALS in request.GET else ""
        response["HX-Push-Url"] = shapes.address(found.state, **passing)
    return response


def _results(found: Listing) -> dict[str, Any]:
    state = found.state
    return {
        "register": state.register,
        "state": state,
        "notes": found.notes,
        "wrong": [
            (capfirst(str(one.label)), " ".join(map(str, one.errors)))
            for one in state.filters.form
            if one.errors
        ],
        "tally": found.tally,
        "heads": shapes.heads(state),
        "rows": shapes.rows(found),
        "sums": dict(shapes.sums(found)),
        "pager": shapes.pager(found),
        "orders": shapes.orders(state),
        "carried": shapes.carried(state),
        "told": [(one.words, shapes.place(state.register, one.without)) for one in told(state)],
        "without": shapes.address(state, **dict.fromkeys(state.narrowing)),
        "exactly": "" if found.tally.is_exact else shapes.address(state, **{TOTALS: 1}),
        "alike": [] if found.records or not state.is_valid else _alike(state),
        "doors": doors(state),
    }


def _alike(state: State) -> list[shapes.Row]:
    found = Listing(state, None, alike(state), None, ())  # type: ignore[arg-type]
    return shapes.rows(found)


def doors(state: State) -> dict[str, Any]:
    """Give the addresses of what the reader may do from a list; "" for what they may not."""
    register, by = state.register, state.by
    creates = may_do(register, "creates", by=by)
    in_bulk = any(may_do(register, verb, by=by) for verb in ("changes", "removes")) or any(
        act.in_bulk and may(by, act.permission) for act in register.actions
    )
    changes = may_do(register, "changes", by=by)
    query = f"?{state.query}" if state.query else ""
    exports = [
        (one.word, url + query)
        for name, one in FORMATS.items()
        if (url := shapes.led("registers:export", register, name))
    ]
    return {
        "create": shapes.led("registers:create", register) if creates else "",
        "import": shapes.led("registers:import", register) if creates or changes else "",
        "bulk": shapes.led("registers:bulk", register) if in_bulk else "",
        "exports": exports if by.is_authenticated else [],
        "columns": shapes.led("registers:columns", register) + query,
        "views": shapes.led("registers:views", register) + query if by.is_authenticated else "",
    }


def _panel(request: HttpRequest, state: State) -> dict[str, Any]:
    found = groups(state, typed_in(state, request.GET.dict()))
    form = state.filters.form
    return {
        "groups": found,
        "search": form["q"] if "q" in form.fields else None,
        "is_open": any(one.has_errors or one.find for one in found),
    }


def _tabs(
    register: RegisterType, views: list[SavedView], current: SavedView | None, state: State
) -> dict[str, Any]:
    everything = shapes.place(register, f"view={ALL}")
    is_plain = current is None and not state.narrowing
    tabs = [(everything, _("Semua"), None, is_plain)]
    tabs += [(_address_of(register, one), one.name, None, one == current) for one in views]
    is_changed = current is not None and current.query != state.query
    return {
        "tabs": tabs if views else [],
        "view": current,
        "is_changed": is_changed,
        "may_change_view": current is not None and may_change(current, by=state.by),
    }


def _address_of(register: RegisterType, view: SavedView) -> str:
    return shapes.place(register, "&".join(filter(None, [view.query, f"view={view.pk}"])))


@never_cache
@require_safe
@door("reads")
@from_replica
def filter_choices(request: HttpRequest, register: RegisterType, name: str) -> HttpResponseBase:
    """Give the records that a filter offers for what was typed, those chosen first."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    state = State.of(register, request.GET, by=by)
    if not isinstance(state.filters.filters.get(name), Records):
        raise Http404(name)
    offered, is_many = offers_of(state, name, request.GET.get(f"{name}{FIND}", "")[:200])
    context = {"name": name, "offered": offered, "is_many": is_many}
    return render(request, "registers/lists/parts/offered.html", context)
