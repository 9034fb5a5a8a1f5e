"""`Idempotency-Key` on every change below /api/: done once, answered alike for 24 hours."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from caruban.kernel.access import require
from caruban.kernel.registers.api.idempotency import keeping
from caruban.kernel.registers.api.idempotency.keeping import Asked
from caruban.kernel.web.pages import is_api
from caruban.kernel.web.problems import forbidden, problem

CHANGES = frozenset({"POST", "PATCH", "PUT", "DELETE"})
# the draft's quoted string, or the bare text that most programs send
KEY = re.compile(r'"([!#-\[\]-~]{1,200})"|([!#-~][!-~]{0,199})')


class OncePerKey:
    """Run a change and the keeping of its answer in one transaction, once for each key.

    So an answer that was lost on the way, or a process that was killed between commit and answer,
    costs nothing: the same request gets the kept answer. A refusal changed nothing and is not
    kept: it may be asked again. The caller's right to the operation is asked each time.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: Any,
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Take over where a change brings a key."""
        given = request.headers.get("Idempotency-Key")
        if given is None or request.method not in CHANGES or not is_api(request):
            return None
        if not (hasattr(view, "asked") and request.actor.is_authenticated):  # type: ignore[attr-defined]
            return None  # the operation itself refuses a guest
        found = KEY.fullmatch(given.strip())
        if found is None:
            said = _("Idempotency-Key memuat 1 sampai 200 karakter yang terlihat, tanpa spasi.")
            return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, said)
        one = keeping.asked(request, _caller(request), found[1] or found[2])
        with transaction.atomic():
            response, is_done = _answer(request, one, lambda: view(request, *args, **kwargs), view)
            if not is_done:
                transaction.set_rollback(True)
        return response


def _answer(
    request: HttpRequest, one: Asked, run: Callable[[], HttpResponse], view: Any
) -> tuple[HttpResponse, bool]:
    """Give the answer, and whether what was done for it stands."""
    now = timezone.now()
    if not keeping.is_first(one):
        said = _("Permintaan dengan kunci ini masih dikerjakan. Coba lagi sebentar.")
        waiting = problem(request, HTTPStatus.CONFLICT, said)
        waiting["Retry-After"] = "1"
        return waiting, False
    before = keeping.kept(one, at=now)
    if before is not None and before.fingerprint != one.fingerprint:
        said = _("Idempotency-Key ini sudah dipakai untuk permintaan lain. Buat kunci baru.")
        return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, said), False
    if before is not None:
        try:
            require(request.actor, view.asked[request.method])  # type: ignore[attr-defined]
        except PermissionDenied as error:
            return forbidden(request, error), False
        return keeping.again(before), False
    response = run()
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        return response, False
    keeping.keep(one, response, at=now)
    return response, True


def _caller(request: HttpRequest) -> str:
    token = getattr(request, "token", None)
    return f"user:{request.actor.pk}" if token is None else f"token:{token.pk}"  # type: ignore[attr-defined]
