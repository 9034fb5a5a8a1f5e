"""Keep the answer of a change beside the change, and give it again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from caruban.kernel.registers.api.models import KeptAnswer

KEPT = timedelta(hours=24)
HEADERS = ("ETag", "Location", "Content-Type")
TRY_LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"


@dataclass(frozen=True)
class Asked:
    """A change that somebody asks for under a key."""

    caller: str
    key: str
    fingerprint: str


def asked(request: HttpRequest, caller: str, key: str) -> Asked:
    """Give what a request asks for; two are the same where method, address and body are."""
    parts = (request.method or "", request.get_full_path(), request.headers.get("If-Match", ""))
    seen = sha256("\n".join(parts).encode())
    if request.content_type == "multipart/form-data":  # its text differs at each sending
        seen.update(repr(sorted(request.POST.lists())).encode())
        for name, file in sorted(request.FILES.items()):
            seen.update(f"\n{name}\n{file.name}\n".encode())  # type: ignore[union-attr]  # one file a name
            for chunk in file.chunks():  # type: ignore[union-attr]
                seen.update(chunk)
            file.seek(0)  # type: ignore[union-attr]
    else:
        seen.update(b"\n" + request.body)
    return Asked(caller, key, seen.hexdigest())


def is_first(one: Asked) -> bool:
    """Say whether no other request with this key is under way; until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(TRY_LOCK, [f"idempotency {one.caller} {one.key}"])
        return bool(cursor.fetchone()[0])


def kept(one: Asked, *, at: datetime) -> KeptAnswer | None:
    """Give the answer that is kept under the key, of the last 24 hours."""
    found = KeptAnswer.objects.filter(caller=one.caller, key=one.key, at__gt=at - KEPT)
    return found.first()


def keep(one: Asked, response: HttpResponse, *, at: datetime) -> None:
    """Keep an answer; one that is too old to count is replaced."""
    KeptAnswer.objects.update_or_create(
        caller=one.caller,
        key=one.key,
        defaults={
            "fingerprint": one.fingerprint,
            "status": response.status_code,
            "headers": {name: response[name] for name in HEADERS if name in response.headers},
            "body": response.content.decode(),
            "at": at,
        },
    )


def again(answer: KeptAnswer) -> HttpResponse:
    """Give a kept answer as it was, marked as such."""
    response = HttpResponse(answer.body, status=answer.status, headers=answer.headers)
    response["Idempotent-Replayed"] = "true"
    response["Cache-Control"] = "no-store"
    return response


def forget() -> int:
    """Drop answers that are no longer given; give how many."""
    return KeptAnswer.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
