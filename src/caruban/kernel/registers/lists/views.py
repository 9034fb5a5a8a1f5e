"""The list of a register."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from caruban.kernel.registers.doors import door
from caruban.kernel.registers.lists.state import State, filtered
from caruban.kernel.registers.register import RegisterType
from caruban.kernel.web.answers import render


@require_safe
@door("reads")
def list_(request: HttpRequest, register: RegisterType) -> HttpResponseBase:
    """Show the rows of a register that its reader may read, in the state of the address."""
    by = request.actor  # type: ignore[attr-defined]
    state = State.of(register, request.GET, by=by)
    rows = filtered(register, state, by=by)[: state.size]
    return render(request, "registers/lists/list.html", {"register": register, "rows": rows})
