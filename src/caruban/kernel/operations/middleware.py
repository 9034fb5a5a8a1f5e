"""What stands before everything else: probes answered at once, and every request counted."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from caruban.kernel.operations import metrics, probes

Answer = Callable[[HttpRequest], HttpResponse]

PROBES: dict[str, Answer] = {
    "/health/live": probes.live,
    "/health/ready": probes.ready,
    "/metrics": probes.metrics,
}
SECRETS = frozenset({"key", "token", "secret", "uidb36"})  # parameters of addresses never told


class Probes:
    """Answer probes before anything else: any host name, plain HTTP, no session, no database."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path_info)
        return probe(request) if probe else self.get_response(request)


class Queries:
    """Counts a request's questions to the database, times them, and signs them with its id."""

    def __init__(self, request_id: str) -> None:
        self.count = 0
        self.seconds = 0.0
        self._mark = f" /* request {request_id} */" if request_id else ""

    def __call__(
        self,
        execute: Callable[..., Any],
        query: Any,
        params: Any,
        many: bool,  # noqa: FBT001 (Django calls it so)
        context: Any,
    ) -> Any:
        began = time.perf_counter()
        try:
            signed = query + self._mark if isinstance(query, str) else query
            return execute(signed, params, many, context)
        finally:
            self.count += 1
            self.seconds += time.perf_counter() - began


class Measured:
    """Count and time every request by the name of its route, and its questions to the database.

    What the log needs of the route is left in the WSGI environment: its name, and the address
    without the secrets that it may hold.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        queries = Queries(getattr(request, "id", ""))
        began = time.perf_counter()
        with ExitStack() as stack:
            for alias in connections:
                stack.enter_context(connections[alias].execute_wrapper(queries))
            response = self.get_response(request)
        match = request.resolver_match
        route = match.view_name if match else ""
        request.META["caruban.route"] = route
        request.META["caruban.path"] = told_path(request.path, match)
        metrics.count_request(
            route=route,
            method=request.method or "",
            status=response.status_code,
            seconds=time.perf_counter() - began,
            queries=queries.count,
            query_seconds=queries.seconds,
        )
        return response


def told_path(path: str, match: ResolverMatch | None) -> str:
    """Give a path as it may be told: the values of secret parameters are left out."""
    if match:
        for name in SECRETS & match.kwargs.keys():
            path = path.replace(str(match.kwargs[name]), "*")
    return path
