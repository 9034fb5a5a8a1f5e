"""How views answer: a page or a part of it, messages, and refusals as errors of a form."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.template.backends.jinja2 import Template
from django.template.backends.utils import csrf_input_lazy
from django.utils.cache import patch_vary_headers

from caruban.kernel.errors import Refused, Stale, sentences_of
from caruban.kernel.web.pages import jinja


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    status: int = 200,
    part: str = "",
) -> HttpResponse:
    """Answer with a page; with `part`, a request by htmx gets only that block of it."""
    page, known = jinja().get_template(template), dict(context or {})
    if part and is_partial(request):
        response = HttpResponse(block_of(page, part, known, request), status=status)
    else:
        response = HttpResponse(page.render(known, request), status=status)
    if part:
        patch_vary_headers(response, ("HX-Request",))
    return response


def is_partial(request: HttpRequest) -> bool:
    """Say whether htmx asks for a part of a page; going back in history it wants the whole."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in headers


def block_of(page: Template, name: str, context: dict[str, Any], request: HttpRequest) -> str:
    """Give one block of a page. Raises KeyError when neither it nor its frames have the block."""
    known = {"request": request, "csrf_input": csrf_input_lazy(request)}
    for processor in page.backend.template_context_processors:
        known.update(processor(request))
    inner = page.template
    scope = inner.new_context({**known, **context})
    # begin the page as far as its first output: that runs its imports and gathers all blocks
    next(iter(inner.root_render_func(scope)), None)
    return "".join(scope.blocks[name][0](scope))


@contextmanager
def told(request: HttpRequest, success: str = "") -> Iterator[None]:
    """Tell the reader how a change went: its refusal as an error, else `success`, if any."""
    try:
        yield
    except Refused as refusal:
        messages.error(request, str(refusal))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        if success:
            messages.success(request, success)


@dataclass
class Refusal:
    """What was refused within `refusing`; `stale` where somebody else changed the record."""

    stale: Stale | None = None


@contextmanager
def refusing(form: BaseForm) -> Iterator[Refusal]:
    """Turn refusals into errors of a form, at their field where the form has it.

    Afterwards ask `form.is_valid()`: with errors, render again with 422, keeping what was typed.
    """
    form.is_valid()  # so that there is a dictionary of errors to add to
    refusal = Refusal()
    try:
        yield refusal
    except Stale as stale:
        refusal.stale = stale
        form.add_error(None, str(stale))
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    except ValidationError as error:
        for field, sentences in sentences_of(error).items():
            form.add_error(field if field in form.fields else None, sentences)
