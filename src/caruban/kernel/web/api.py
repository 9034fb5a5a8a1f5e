"""The API of the whole installation: one OpenAPI document, made of the modules' routers."""

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.utils.cache import patch_vary_headers
from ninja import NinjaAPI
from ninja.security import HttpBearer, SessionAuth

from caruban.kernel.access import require
from caruban.kernel.accounts.roles import grant_of
from caruban.kernel.actors import Actor
from caruban.kernel.permissions import Permission
from caruban.kernel.web.problems import Problem, handle_problems

Function = TypeVar("Function", bound=Callable[..., Any])

PREFIX = "/api/v1/"
VERSION = "1.0.0"
DESCRIPTION = """\
Caruban's API gives what its pages give, by the same rules and the same rights.

- Every refusal is `application/problem+json` (RFC 9457), with a sentence in Indonesian.
- Guests read what is public: finished evaluations, targets, instruments, public registers.
- Programs send a personal access token, made on one's account page, as \
`Authorization: Bearer crb_…`. It may do what its scopes name, and never more than its owner may \
at that moment. A browser's session works too; its changes need the CSRF token in `X-CSRFToken`.
- Every register has the same operations: list with filters, sort, fields and pages; read; create; \
change; delete; its actions; its history. `GET /api/v1/registers` tells which ones you may use.
- Lists come by pages: follow `next` until it is null. A cursor belongs to its list: it is refused \
with other filters or another order.
- Send `Idempotency-Key` with a change and repeat it safely: within 24 hours the same key with the \
same request is answered as the first time, and nothing is done again.
- Budgets, by default: 600 requests a minute for each token or person, 120 for an address without \
either; they fill up steadily. `RateLimit` tells what is left, `RateLimit-Policy` the budget, \
`Retry-After` when to come back after a 429.
- `x-permission` names what an operation asks for; the roles that hold it are the installation's. \
Reads answer HEAD too.
- Values of indexes come twice: `value` as printed (two decimals, half up) and `exact` as text, \
because the numbers of JSON are binary fractions.
- Every read carries an `ETag`; sent back in `If-None-Match` it is answered with 304. A change \
of a record names the version it started from in `If-Match`: without it the answer is 428, with \
an old one 412 and what changed meanwhile.
"""

# what any operation may be refused with: the caller is told of these, whatever it asks
ALWAYS = (400, 401, 404, 405, 422, 429, 500, 503)


def refusals(*statuses: int) -> dict[int, type[Problem]]:
    """Give the refusals of an operation, to be joined to its `response`; ALWAYS among them."""
    return dict.fromkeys(sorted({*ALWAYS, *statuses}), Problem)


def asks(
    permission: Permission | None, *, weight: int = 1, public: str = ""
) -> Callable[[Function], Function]:
    """Say on an operation which permission it needs, and ask for it before the operation runs.

    weight   how many requests of a caller's budget it counts for
    public   why anyone may use it, where it needs none

    A guest who lacks it gets 401, others 403.
    """
    if permission is None and not public:
        raise TypeError("an operation without a permission says why anyone may use it")

    def decorate(operation: Function) -> Function:
        @wraps(operation)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if permission is not None:
                require(reader(request), permission)
            return operation(request, *args, **kwargs)

        asked.permission = permission  # type: ignore[attr-defined]
        asked.public = public  # type: ignore[attr-defined]
        asked.weight = weight  # type: ignore[attr-defined]
        return asked  # type: ignore[return-value]

    return decorate


class Bearer(HttpBearer):
    """A personal access token; who it belongs to was found before (`kernel.tokens`)."""

    openapi_bearerFormat = "crb_…"  # noqa: N815 (OpenAPI's own word)
    openapi_description = "A personal access token, made on one's account page."

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Give whose token it is; None where there is none, and the session may speak."""
        return request.actor if getattr(request, "token", None) else None  # type: ignore[attr-defined]


class SignedIn(SessionAuth):
    """The browser's session, with CSRF asked for changes."""

    openapi_description = "The session of a browser; changes need `X-CSRFToken`."

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """Give who signed in; None lets ninja answer 401."""
        return request.actor if request.actor.is_authenticated else None  # type: ignore[attr-defined]


SIGNED_IN = [Bearer(), SignedIn()]


class Api(NinjaAPI):
    """ninja's API, whose reads carry an ETag and are answered with 304 where nothing changed."""

    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        """Render an answer; for a read, tag it by its content."""
        response = super().create_response(request, data, **options)
        if request.method == "GET" and response.status_code == HTTPStatus.OK:
            return tagged(request, response)
        return response

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        """Give the addresses; each view tells who may use it, as pages' views do."""
        told = [
            view.operations
            for bound in self._get_bound_routers()
            for view in bound.path_operations.values()
            for _each in view.operations
        ]
        *patterns, root = super()._get_urls()
        first: Any = root.callback
        first.permission, first.public = None, "the root of the API leads nowhere"
        for pattern, operations in zip(patterns, told, strict=True):
            view: Any = pattern.callback
            pattern.callback = with_head(view)
            _tell(pattern.callback, {one.methods[0]: one.view_func for one in operations})
        return [*patterns, root]

    def permissions(self) -> dict[str, Permission]:
        """Give what operations ask for, by their names in the OpenAPI document."""
        return {
            one.operation_id or self.get_openapi_operation_id(one): one.view_func.permission  # type: ignore[attr-defined]
            for bound in self._get_bound_routers()
            for view in bound.path_operations.values()
            for one in view.operations
            if one.view_func.permission  # type: ignore[attr-defined]
        }


def with_head(view: Function) -> Function:
    """Have a view answer HEAD as GET, where it knows GET; the server leaves out the body."""

    @wraps(view)
    def headed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.method
        request.method = "GET" if asked == "HEAD" else asked
        try:
            response: HttpResponse = view(request, *args, **kwargs)
        finally:
            request.method = asked
        allowed = response.headers.get("Allow", "")
        if "GET" in allowed:
            response["Allow"] = f"{allowed}, HEAD"
        return response

    return headed  # type: ignore[return-value]


def _tell(view: Any, operations: dict[str, Any]) -> None:
    """Put on a view what its operations ask for and weigh, by method. Raises TypeError."""
    for one in operations.values():
        if not hasattr(one, "permission"):
            raise TypeError(f"{one.__name__} does not say who may use it: put `asks` on it")
    view.asked = {method: one.permission for method, one in operations.items()}
    view.weights = {method: one.weight for method, one in operations.items()}
    if "GET" in view.weights:
        view.weights["HEAD"] = view.weights["GET"]
    closed = {method: p for method, p in view.asked.items() if p and not grant_of(p).is_public}
    view.permission = None
    if closed:
        view.permission = ", ".join(f"{method} {p}" for method, p in view.asked.items())
    else:
        reasons = (one.public or f"everyone holds {one.permission}" for one in operations.values())
        view.public = "; ".join(dict.fromkeys(reasons))


def tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Tag an answer, by its content where it has no tag of its own; 304 where its reader has it."""
    tag = response.headers.get("ETag") or f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    known = [one.strip().removeprefix("W/") for one in _if_none_match(request).split(",")]
    if tag in known or known == ["*"]:
        response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
        del response["Content-Type"]
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Authorization", "Cookie"))
    return response


def _if_none_match(request: HttpRequest) -> str:
    return str(request.headers.get("If-None-Match", ""))


def reader(request: HttpRequest) -> Actor:
    """Give who asks."""
    return request.actor  # type: ignore[attr-defined, no-any-return]


def make_api() -> Api:
    """Give an empty API with the house's refusals; modules add their routers to it."""
    api = Api(
        title="Caruban",
        version=VERSION,
        description=DESCRIPTION,
        docs_url=None,
        openapi_url=None,
        urls_namespace="api",
        openapi_extra={"info": {"license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}}},
    )
    handle_problems(api)
    return api
