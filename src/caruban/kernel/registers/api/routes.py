"""The routes of one register, made from its declaration; the verbs are those of `actions`."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Body, Path, Query, Router

from caruban.kernel.accounts.roles import grant_of
from caruban.kernel.permissions import Permission
from caruban.kernel.records import Record
from caruban.kernel.registers import actions
from caruban.kernel.registers.api import bodies, cursors, history, inputs, parameters, schemas
from caruban.kernel.registers.api.paging import page_in, tallied
from caruban.kernel.registers.api.showing import as_data, encoded, joined
from caruban.kernel.registers.api.types import LARGEST
from caruban.kernel.registers.api.values import values_of
from caruban.kernel.registers.details.history import is_open_to
from caruban.kernel.registers.layout import Act, Through
from caruban.kernel.registers.lists.narrowing import readable
from caruban.kernel.registers.queries import row_or_404, rows
from caruban.kernel.registers.register import RegisterType, permission_of
from caruban.kernel.web.api import PREFIX, SIGNED_IN, asks, reader, refusals, tagged
from caruban.kernel.web.openapi import chapter
from caruban.kernel.web.preconditions import IfMatch, MayMatch, tag_of, version_from

ROOT = f"{PREFIX}registers"
Id = Annotated[int, Path(ge=1, le=LARGEST, description="number of the record", examples=[12])]
HISTORY = 50  # changes of a page
CREATED = {"responses": {201: {"x-headers": ["Location", "ETag"]}}}
CHANGED = {"responses": {200: {"x-headers": ["ETag"]}}}
LISTED = {"responses": {200: {"x-headers": ["Link"]}}}


def router_of(register: RegisterType) -> Router:
    """Give the routes of a register: those of the verbs that it has."""
    router = Router(tags=[chapter(f"Register: {register.name}", str(register.title))])
    makers: list[tuple[bool, Callable[[Router, RegisterType], None]]] = [
        (True, _list),
        (register.creates is not None, _create),
        (True, _read),
        (register.changes is not None, _change),
        (register.removes is not None, _remove),
        (True, _history),
    ]
    for is_there, make in makers:
        if is_there:
            make(router, register)
    for act in register.actions:
        _act(router, register, act)
    return router


def place_of(register: RegisterType, record: Record | None = None) -> str:
    """Give the address of a register in the API, or of a record of it."""
    return f"{ROOT}/{register.name}" + (f"/{record.pk}" if record is not None else "")


def _list(router: Router, register: RegisterType) -> None:
    @asks(register.reads)
    def rows_(request: HttpRequest, asked: Any) -> HttpResponseBase:
        by, given = reader(request), request.GET
        names = parameters.selected(register, asked.fields)
        narrowed = parameters.asked(register, given, by=by)
        state = parameters.state_of(register, given, asked, by=by)
        of = f"{register.name}?{'&'.join(parameters.names_of(given))}"
        rows_of_list = narrowed.filter_queryset(readable(register, by=by))
        page = page_in(cursors.opened(state, asked.cursor or "", of=of), rows_of_list)
        if page is None:
            raise cursors.unknown_cursor()
        found = joined(register, rows(register, by=by), names).in_bulk(page.numbers)
        place = place_of(register)
        links = {
            rel: f"{place}?{parameters.carried(given, cursor)}"
            for rel, cursor in cursors.neighbours(page, of=of).items()
        }
        tally = tallied(rows_of_list) if asked.count == "true" else None
        response = as_json(
            {
                "items": [
                    as_data(register, found[number], names, by=by)
                    for number in page.numbers
                    if number in found
                ],
                "next": links.get("next"),
                "prev": links.get("prev"),
                "count": tally and tally.many,
                "count_is_exact": tally and tally.is_exact,
            }
        )
        if links:
            told = (f'<{request.build_absolute_uri(to)}>; rel="{rel}"' for rel, to in links.items())
            response["Link"] = ", ".join(told)
        return tagged(request, response)

    told = (
        f"Give records of {register.title} that you may read, by pages.\n\n"
        "Filters join by AND, values of one filter by OR. Without `sort` the order is the "
        "register's own; it is always total, so pages neither skip nor repeat."
    )
    rows_.__annotations__["asked"] = Query[parameters.parameters_of(register)]  # type: ignore[misc]
    _put(router, register, "GET", "", rows_, "list", f"List {register.name}", told,
         answer={200: schemas.page_shape(register)}, extra=LISTED)  # fmt: skip


def _create(router: Router, register: RegisterType) -> None:
    through = register.creates if isinstance(register.creates, Through) else None

    @asks(_asked(register.creates))
    def create(request: HttpRequest, **sent: Any) -> HttpResponseBase:
        by = reader(request)
        values = values_of(register, bodies.sent(sent), by=by)
        record = actions.create(register, by=by, values=values)
        response = _record(register, record, request, status=HTTPStatus.CREATED)
        response["Location"] = place_of(register, record)
        return response

    bodies.take(create, schemas.create_shape(register), through.extra if through else {})
    told = (
        "Enter a record and give it, with its address and ETag.\n\n"
        "409 where a rule of the domain says no, 422 at each field that does not fit."
    )
    _put(router, register, "POST", "", create, "create", f"Create a record in {register.name}",
         told, answer={201: schemas.record_shape(register)}, refused=(401, 403, 409),
         extra=CREATED)  # fmt: skip


def _read(router: Router, register: RegisterType) -> None:
    @asks(register.reads)
    def read(request: HttpRequest, id: Id, asked: Any) -> HttpResponseBase:  # noqa: A002 (the API's word)
        record = row_or_404(register, id, by=reader(request))
        names = parameters.selected(register, asked.fields)
        return tagged(request, _record(register, record, request, names=names))

    read.__annotations__["asked"] = Query[parameters.fields_of(register)]  # type: ignore[misc]
    told = "Give one record; its ETag, its version, is named in If-Match by a change."
    _put(router, register, "GET", "/{id}", read, "read", f"Read a record of {register.name}",
         told, answer={200: schemas.record_shape(register)})  # fmt: skip


def _change(router: Router, register: RegisterType) -> None:
    @asks(_asked(register.changes))
    def change(
        request: HttpRequest,
        id: Id,  # noqa: A002 (the API's word)
        change: Any,
        if_match: IfMatch = None,
    ) -> HttpResponseBase:
        by = reader(request)
        record = row_or_404(register, id, by=by)
        version = version_from(if_match, record)
        values = values_of(register, bodies.sent({bodies.BODY: change}), by=by)
        changed = actions.change(register, record, by=by, values=values, from_version=version)
        return _record(register, changed, request)

    body = Body()  # type: ignore[type-arg]  # a class to mypy
    change.__annotations__["change"] = Annotated[schemas.change_shape(register), body]
    told = (
        "Change the fields that are sent, and no others; give the record as it is then.\n\n"
        "412 when somebody else changed it since, with what changed: nothing is overwritten."
    )
    _put(router, register, "PATCH", "/{id}", change, "change",
         f"Change a record of {register.name}", told,
         answer={200: schemas.record_shape(register)}, refused=(401, 403, 409, 412, 428),
         extra=CHANGED)  # fmt: skip


def _remove(router: Router, register: RegisterType) -> None:
    @asks(_asked(register.removes))
    def remove(
        request: HttpRequest,
        id: Id,  # noqa: A002 (the API's word)
        if_match: IfMatch = None,
    ) -> HttpResponseBase:
        by = reader(request)
        record = row_or_404(register, id, by=by)
        actions.remove(register, record, by=by, from_version=version_from(if_match, record))
        return HttpResponse(status=HTTPStatus.NO_CONTENT)

    told = "Remove a record; its history stays. 409 while anything refers to it."
    _put(router, register, "DELETE", "/{id}", remove, "remove",
         f"Remove a record of {register.name}", told, answer={204: None},
         refused=(401, 403, 409, 412, 428))  # fmt: skip


def _history(router: Router, register: RegisterType) -> None:
    @asks(register.reads)
    def trail(
        request: HttpRequest,
        id: Id,  # noqa: A002 (the API's word)
        limit: Annotated[int, Query(ge=1, le=parameters.MOST)] = HISTORY,
        cursor: Annotated[str | None, Query(max_length=parameters.LONGEST_CURSOR)] = None,
    ) -> HttpResponseBase:
        by = reader(request)
        record = row_or_404(register, id, by=by)
        if not is_open_to(record, by=by):
            raise PermissionDenied
        told, before = history.entries(register, record, by=by, limit=limit, cursor=cursor or "")
        place = f"{place_of(register, record)}/history"
        following = f"{place}?{parameters.carried(request.GET, before)}" if before else None
        return tagged(request, as_json({"items": told, "next": following}))

    told = (
        "Give the changes of a record, the latest first: who, when, each field before and after. "
        "For those who work here, also where everyone may read the record."
    )
    _put(router, register, "GET", "/{id}/history", trail, "history",
         f"Read the history of a record of {register.name}", told,
         answer={200: history.HistoryPage}, is_closed=True)  # fmt: skip


def _act(router: Router, register: RegisterType, act: Act) -> None:
    @asks(act.permission)
    def act_(
        request: HttpRequest,
        id: Id,  # noqa: A002 (the API's word)
        if_match: MayMatch = None,
        **sent: Any,
    ) -> HttpResponseBase:
        by = reader(request)
        record = row_or_404(register, id, by=by)
        version = None if if_match is None else version_from(if_match, record)
        details = inputs.cleaned(act.details, bodies.sent(sent))
        act.action(record, by=by, from_version=version, **details)
        still = rows(register, by=by).filter(pk=record.pk).first()
        if still is None:  # handed over, or out of the register
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        return _record(register, still, request)

    bodies.take(act_, schemas.act_shape(register, act), act.details)
    first = (act.action.__doc__ or "").strip().split("\n\n")[0] or f"{act.label}."
    told = f"{first}\n\n{act.label}. 204 where you may not see the record any more."
    _put(router, register, "POST", f"/{{id}}/actions/{act.name}", act_,
         act.name.replace("-", "_"), f"{act.name.replace('-', ' ').capitalize()}: a record of "
         f"{register.name}", told, answer={200: schemas.record_shape(register), 204: None},
         refused=(401, 403, 409, 412), extra=CHANGED)  # fmt: skip


def _put(
    router: Router,
    register: RegisterType,
    method: str,
    path: str,
    operation: Callable[..., Any],
    name: str,
    summary: str,
    told: str,
    *,
    answer: dict[int, Any],
    refused: tuple[int, ...] = (),
    extra: dict[str, Any] | None = None,
    is_closed: bool = False,
) -> None:
    """Put an operation on a router: named after its register, closed where not everyone may.

    is_closed   whether it is not for guests, though everyone may read the register
    """
    permission: Permission = operation.permission  # type: ignore[attr-defined]
    is_open = grant_of(permission).is_public and not is_closed
    named = f"{register.name.replace('-', '_')}_{name}"
    router.api_operation(
        [method],
        path,
        auth=None if is_open else SIGNED_IN,
        response=answer | refusals(*refused, *(() if is_open else (401, 403))),
        operation_id=named,
        url_name=named,
        summary=summary,
        description=told,
        by_alias=True,
        openapi_extra=extra,
    )(operation)


def _asked(verb: Any) -> Permission:
    permission = permission_of(verb)
    if permission is None:
        raise TypeError("a route is made for verbs that exist")
    return permission


def _record(
    register: RegisterType,
    record: Record,
    request: HttpRequest,
    *,
    names: tuple[str, ...] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Answer with a record as it stands now, all fields or some, and its ETag."""
    names = names or parameters.selected(register, None)
    now = joined(register, rows(register, by=reader(request)), names).get(pk=record.pk)
    response = as_json(as_data(register, now, names, by=reader(request)), status=status)
    response["ETag"] = tag_of(now, response.content)
    response["Cache-Control"] = "private, no-cache"
    return response


def as_json(data: Any, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    """Answer with data as JSON."""
    return HttpResponse(encoded(data), status=status, content_type="application/json")
