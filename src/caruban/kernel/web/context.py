"""What every template is given about its reader and its frame."""

from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from caruban.kernel.access import may
from caruban.kernel.accounts.demo import faces
from caruban.kernel.actors import Guest
from caruban.kernel.permissions import declared
from caruban.kernel.tiles.queries import navigation, news


def page(request: HttpRequest) -> dict[str, Any]:
    """Give the reader, what they may, today, and what the frame shows; asked only where used."""
    actor = getattr(request, "actor", None) or Guest()

    def reader_may(permission: str, subject: Model | None = None) -> bool:
        return may(actor, declared()[permission], subject)

    return {
        "actor": actor,
        "may": reader_may,
        "today": timezone.localdate(),
        "demo": settings.DEMO,
        "request_id": getattr(request, "id", ""),
        "navigation": SimpleLazyObject(lambda: navigation(actor)),
        "signals": SimpleLazyObject(lambda: news(actor)),
        "faces": cache(faces) if settings.DEMO else list,
    }
