"""Jinja's engine, and pages that need neither database nor session nor reader: errors."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.backends.jinja2 import Jinja2


def jinja() -> Jinja2:
    """Give the engine of our templates. Raises ImproperlyConfigured without one."""
    engine = engines["jinja2"]
    if not isinstance(engine, Jinja2):
        raise ImproperlyConfigured("TEMPLATES names another backend jinja2")
    return engine


def bare(request: HttpRequest, template: str, status: HTTPStatus, **context: Any) -> HttpResponse:
    """Answer with a page of the bare frame; no context processor runs, so nothing can fail."""
    page = jinja().env.get_template(template)
    known = {
        "request": request,
        "request_id": getattr(request, "id", ""),
        "status": int(status),
        # only who signed in has a session; whether it still holds is for the database to say
        "has_session": settings.SESSION_COOKIE_NAME in request.COOKIES,
    }
    return HttpResponse(page.render({**known, **context}), status=status)


def is_api(request: HttpRequest) -> bool:
    """Say whether a machine asks, who wants problem documents and not pages."""
    return request.path.startswith("/api/")
