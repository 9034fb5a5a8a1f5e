"""Count each request of the API against the budget of who sends it."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from psycopg_pool import PoolTimeout

from caruban.kernel.accounts.origins import address_of
from caruban.kernel.limits.budget import Budget, Spent, spend
from caruban.kernel.web.pages import is_api
from caruban.kernel.web.problems import problem

logger = logging.getLogger(__name__)


class LimitsOfApi:
    """Refuse (429) what is over the budget of a token, a person, or a guest's address.

    A wrong token is counted for its address. An operation weighs what it says (`asks(weight=…)`).
    A database that is away is no limit: the request goes on, and meets it itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        spent: Spent | None = getattr(request, "spent", None)
        if spent is not None:
            for name, value in spent.headers.items():
                response.setdefault(name, value)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, *_arguments: Any
    ) -> HttpResponse | None:
        """Spend, and refuse where nothing is left."""
        if not (is_api(request) and hasattr(view, "weights")):
            return None
        key, budget = payer(request)
        weight = view.weights.get(request.method, 1)
        try:
            spent = spend(key, budget, weight=weight)
        except (DatabaseError, InterfaceError, PoolTimeout) as error:
            logger.warning("budget of %s not asked: %s", key.partition(":")[0], error)
            return None
        request.spent = spent  # type: ignore[attr-defined]
        if not spent.is_refused:
            return None
        said = _("Anggaran permintaan Anda habis. Coba lagi %(wait)s detik lagi.")
        return problem(request, HTTPStatus.TOO_MANY_REQUESTS, said % {"wait": spent.wait})


def payer(request: HttpRequest) -> tuple[str, Budget]:
    """Say whose budget a request is counted against, and which budget that is."""
    if request.token is not None:  # type: ignore[attr-defined]
        return f"token:{request.token.pk}", Budget("token", settings.API_LIMIT)  # type: ignore[attr-defined]
    if request.actor.is_authenticated and not request.has_wrong_token:  # type: ignore[attr-defined]
        return f"user:{request.actor.pk}", Budget("user", settings.API_LIMIT)  # type: ignore[attr-defined]
    return f"address:{address_of(request)}", Budget("address", settings.API_GUEST_LIMIT)
