"""Pages that need neither database nor session nor reader: errors, and a lost database."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.backends.jinja2 import Jinja2


def bare(request: HttpRequest, template: str, status: HTTPStatus, **context: Any) -> HttpResponse:
    """Answer with a page of the bare frame; no context processor runs, so nothing can fail."""
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)
    page = engine.env.get_template(template)
    known = {"request": request, "request_id": getattr(request, "id", ""), "status": int(status)}
    return HttpResponse(page.render({**known, **context}), status=status)
