"""Pages of bulk changes: what to do with the selection; the rest is the page of the run."""

from http import HTTPStatus

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from caruban.kernel.actors import Actor
from caruban.kernel.registers.bulk import actions
from caruban.kernel.registers.bulk.fields import editable, may_be_cleared
from caruban.kernel.registers.bulk.orders import Order, OrderForm, Selection, form_of
from caruban.kernel.registers.bulk.working import MOST
from caruban.kernel.registers.chosen import place_of
from caruban.kernel.registers.doors import door
from caruban.kernel.registers.queries import may_do
from caruban.kernel.registers.register import RegisterType, act_named, field_of
from caruban.kernel.registers.runs.models import Run
from caruban.kernel.web.answers import refusing, render

Kind = Run.Kind
OWN = ("record", "all", "field", "query")  # of the address; the rest is the state of the list


@require_safe
@door("reads")
def choose(request: HttpRequest, register: RegisterType) -> HttpResponseBase:
    """Ask what to do with a selection: `record` for each one ticked, or `all=1` and a state."""
    if not _by(request).is_authenticated:
        return redirect_to_login(request.get_full_path())
    selection = _selection(request.GET)
    names = tuple(
        one for one in request.GET.getlist("field") if one in editable(register, by=_by(request))
    )
    order = Order(Kind.EDIT, names, selection=selection)
    return _choosing(request, register, order, form_of(register, order, None, by=_by(request)))


@require_POST
@door("changes")
def edit(request: HttpRequest, register: RegisterType) -> HttpResponseBase:
    """Have the records looked at that are to be given the same values."""
    names = tuple(
        one for one in request.POST.getlist("field") if one in editable(register, by=_by(request))
    )
    return _ordered(request, register, Order(Kind.EDIT, names, posted=_posted(request)))


@require_POST
@door("removes")
def remove(request: HttpRequest, register: RegisterType) -> HttpResponseBase:
    """Have the records looked at that are to be removed."""
    return _ordered(request, register, Order(Kind.REMOVE))


@require_POST
@door("reads")
def act(request: HttpRequest, register: RegisterType, name: str) -> HttpResponseBase:
    """Have the records looked at that an action is to be taken on."""
    try:
        act_named(register, name)
    except LookupError as error:
        raise Http404(name) from error
    return _ordered(request, register, Order(Kind.ACT, act=name, posted=_posted(request)))


def _ordered(request: HttpRequest, register: RegisterType, order: Order) -> HttpResponseBase:
    by = _by(request)
    if not actions.is_allowed(register, order, by=by):
        raise PermissionDenied
    wanted = Order(order.kind, order.names, order.act, order.posted, _selection(request.POST))
    form = form_of(register, wanted, QueryDict(order.posted), by=by)
    with refusing(form):
        if form.is_valid():
            return redirect(actions.order(register, wanted, by=by).get_absolute_url())
    return _choosing(request, register, wanted, form)


def _choosing(
    request: HttpRequest, register: RegisterType, order: Order, form: OrderForm
) -> HttpResponseBase:
    by = _by(request)
    can_edit = may_do(register, "changes", by=by)
    acts = actions.acts_in_bulk(register, by=by)
    context = {
        "register": register,
        "place": place_of(register, order.selection.query),
        "selection": order.selection,
        "many": actions.how_many(register, order.selection, by=by),
        "most": MOST,
        "fields": [(one, field_of(register, one).label) for one in editable(register, by=by)]
        if can_edit
        else [],
        "form": form if order.kind == Kind.EDIT and (order.names or form.errors) else None,
        "refused": form if order.kind != Kind.EDIT and form.errors else None,
        "names": order.names,
        "clearable": {one for one in order.names if may_be_cleared(register, one)},
        "cleared": form.cleared() if form.is_bound else set(),
        "acts": [(one, _details(register, one.name, order, form, request)) for one in acts],
        "can_remove": may_do(register, "removes", by=by),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "registers/bulk/choose.html", context, status)


def _details(
    register: RegisterType, name: str, order: Order, form: OrderForm, request: HttpRequest
) -> OrderForm:
    """Give the form of an action: as it was posted, where it is the one that was ordered."""
    if order.act == name:
        return form
    return form_of(register, Order(Kind.ACT, act=name), None, by=_by(request))


def _selection(posted: QueryDict) -> Selection:
    """Read a selection; the state of the list is the rest of the address, or posted as `query`."""
    given = posted.copy()
    if "query" not in given:
        state = posted.copy()
        for name in OWN:
            state.pop(name, None)
        given["query"] = state.urlencode()
    return Selection.of(given)


def _posted(request: HttpRequest) -> str:
    """Give what was typed and chosen; neither the selection nor the token of the form."""
    posted = request.POST.copy()
    for name in (*OWN, "csrfmiddlewaretoken"):
        posted.pop(name, None)
    return posted.urlencode()


def _by(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined, no-any-return]  # middleware gives it
