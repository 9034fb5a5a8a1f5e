"""Showing one masked value in full, and who saw which."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from caruban.kernel.access import signed_in
from caruban.kernel.privacy import actions, queries
from caruban.kernel.records import Record
from caruban.kernel.registers.doors import door
from caruban.kernel.registers.register import RegisterType, field_of
from caruban.kernel.web.answers import render

PAGE = 50


@require_POST
@never_cache
@door("reads")
def reveal(
    request: HttpRequest, register: RegisterType, record: Record, field: str
) -> HttpResponse:
    """Show one masked value of a record in full; it is written down who saw it."""
    try:
        value = actions.reveal(register, record, field, by=request.actor)  # type: ignore[attr-defined]
    except LookupError as error:
        raise Http404 from error
    except PermissionError as error:
        raise PermissionDenied from error
    context = {
        "register": register,
        "record": record,
        "label": field_of(register, field).label,
        "value": value,
    }
    return render(request, "privacy/revealed.html", context, part="value")


@require_safe
@signed_in("shows what the reader read, and what they watch over")
def readings(request: HttpRequest) -> HttpResponse:
    """Show who read which personal data, the latest first."""
    found = queries.readings(request.actor)  # type: ignore[attr-defined]
    page = Paginator(found, PAGE).get_page(request.GET.get("halaman"))
    return render(request, "privacy/readings.html", {"page": page})
