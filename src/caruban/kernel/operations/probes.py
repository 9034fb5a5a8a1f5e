"""Answers to machines that watch: alive, ready, metrics. No session, no cookie, no page."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from caruban.kernel.operations.access import may_read_metrics
from caruban.kernel.operations.health import HEALTH
from caruban.kernel.operations.metrics import exposition


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Say that this process answers; nothing else is touched."""
    return _uncached(JsonResponse({"status": "live"}))


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether this installation is fit to serve, look by look; 503 when it is not."""
    findings = HEALTH.findings()
    is_ready = all(found.is_well for found in findings.values())
    told = {
        "status": "ready" if is_ready else "not ready",
        "checks": {
            name: {"ok": found.is_well, "detail": found.told} for name, found in findings.items()
        },
    }
    status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return _uncached(JsonResponse(told, status=status))


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the metrics to who may read them."""
    if not may_read_metrics(request):
        refusal = "Send the token (CARUBAN_METRICS_TOKEN) as a bearer, or ask from this machine.\n"
        return _uncached(
            HttpResponse(refusal, status=HTTPStatus.FORBIDDEN, content_type="text/plain")
        )
    return _uncached(HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST))


def _uncached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
