"""Pages of exports: a file at once while it is small, by a worker when it is large."""

import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from hashlib import sha256
from http import HTTPStatus

from django.contrib.auth.views import redirect_to_login
from django.db import connections, transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.http import require_POST, require_safe

from caruban.kernel.registers.chosen import place_of
from caruban.kernel.registers.doors import door
from caruban.kernel.registers.exports.gathering import SMALL, Gathered, Order
from caruban.kernel.registers.exports.working import write
from caruban.kernel.registers.exports.writing import FORMATS
from caruban.kernel.registers.register import RegisterType
from caruban.kernel.registers.runs.actions import begin
from caruban.kernel.registers.runs.jobs import work
from caruban.kernel.registers.runs.models import Run
from caruban.kernel.replica.reading import alias, from_replica
from caruban.kernel.web.answers import render

EVERY = "every_column"  # of the address: every column that the register has, not those shown
PLACES = (EVERY, "after", "before")  # what in the address of a list is no state of it
IN_MEMORY = 2 * 1024 * 1024  # bytes; a larger file lies on the disk until it is sent


@require_safe
@door("reads")
@from_replica
def export(request: HttpRequest, register: RegisterType, kind: str) -> HttpResponseBase:
    """Give what a list shows as a file; ask first where a worker must gather it.

    To those with an account, also where everyone may read: it is written down who took what out.
    """
    if not request.actor.is_authenticated:  # type: ignore[attr-defined]
        return redirect_to_login(request.get_full_path())
    order = _order(kind, request.GET)
    gathered = Gathered(register, order, request.actor)  # type: ignore[attr-defined]
    if gathered.has_more_than(SMALL):
        context = {
            "register": register,
            "place": place_of(register),
            "order": order,
            "most": SMALL,
            "formats": FORMATS,
        }
        return render(request, "registers/exports/large.html", context)
    with ExitStack() as undo:  # of what goes wrong before the response has the file, and closes it
        file = undo.enter_context(tempfile.SpooledTemporaryFile(IN_MEMORY))
        with transaction.atomic(using=alias()):
            write(gathered, file)  # type: ignore[arg-type]  # a binary file in all but name
        with transaction.atomic():
            gathered.note()
        undo.pop_all()
    return sent(file, register, order.format)


@require_POST
@door("reads")
def export_run(request: HttpRequest, register: RegisterType) -> HttpResponseBase:
    """Have a worker gather an export; the same one under way is not begun again."""
    if not request.actor.is_authenticated:  # type: ignore[attr-defined]
        return redirect_to_login(str(place_of(register)))
    posted = QueryDict(request.POST.get("query", ""), mutable=True)
    order = _order(request.POST.get("format", ""), posted)
    asked = {
        "order": asdict(order),
        "title": FORMATS[order.format].word,
        "language": translation.get_language(),
    }
    with transaction.atomic():
        run, is_new = begin(
            register, Run.Kind.EXPORT, by=request.actor, state=Run.State.WORKING, asked=asked,  # type: ignore[attr-defined]
            digest=sha256(repr(order).encode()).hexdigest(),
        )  # fmt: skip
        if is_new:
            work.defer(run=run.pk)
    return redirect("registers:run", run.pk)


def sent(file: object, register: RegisterType, kind: str) -> FileResponse:
    """Send a file that lies here; the database is let go before a slow reader takes it."""
    file.seek(0)  # type: ignore[attr-defined]
    name = f"{register.path}-{timezone.localdate().isoformat()}.{kind}"
    response = FileResponse(
        file, as_attachment=True, filename=name, content_type=FORMATS[kind].media_type,
        status=HTTPStatus.OK,
    )  # fmt: skip
    response["Cache-Control"] = "private, no-store"
    for one in connections.all(initialized_only=True):
        if not one.in_atomic_block:
            one.close()
    return response


def _order(kind: str, query: QueryDict) -> Order:
    if kind not in FORMATS:
        raise Http404(kind)
    state = query.copy()
    every = bool(state.get(EVERY))
    for name in PLACES:
        state.pop(name, None)
    return Order(kind, state.urlencode(), every)
