"""Who may read the metrics: a machine that knows the token, or somebody on this machine itself."""

import ipaddress
from secrets import compare_digest

from django.conf import settings
from django.http import HttpRequest

# what a proxy adds: with one of these the loopback address is the proxy's, not the asker's
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "X-Real-Ip")


def may_read_metrics(request: HttpRequest) -> bool:
    """Say whether a request carries the token, or comes from this machine and through no proxy."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN and compare_digest(given.encode(), settings.METRICS_TOKEN.encode()):
        return True
    return is_of_this_machine(request)


def is_of_this_machine(request: HttpRequest) -> bool:
    """Say whether a request comes straight from a loopback address."""
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
