"""Which page of help the frame leads to from the page that is read."""

from typing import Any

from django.http import HttpRequest

from caruban.kernel.help.queries import page_for


def help_of_page(request: HttpRequest) -> dict[str, Any]:
    """Give the page of help that explains the request's view; None where there is none."""
    return {"help_page": page_for(request.resolver_match)}
