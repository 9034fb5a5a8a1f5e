"""Drafts: what is typed is kept on the server, so that it is there again on any device."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from caruban.kernel.actors import Actor, key_of
from caruban.kernel.errors import Refused
from caruban.kernel.records import Record
from caruban.kernel.registers.forms.models import NEW, Draft, Sent
from caruban.kernel.registers.forms.sending import FIELD as TOKEN
from caruban.kernel.registers.forms.sending import number_of
from caruban.kernel.registers.register import RegisterType
from caruban.kernel.sealed import opened, sealed

KEPT = timedelta(days=14)  # a draft that nobody went on with
SENT_KEPT = timedelta(days=2)  # the token of a form that was saved
LARGEST = 256 * 1024  # characters of a draft
MOST = 200  # drafts of one person
OFFERED = 5  # of one form
PURPOSE = "drafts"
LEFT = "left"  # says that what is sent comes from a browser's store, without personal data
OWN = ("csrfmiddlewaretoken", TOKEN, LEFT)  # of the page, not of what was typed


def keep(register: RegisterType, record: Record | None, posted: QueryDict, *, by: Actor) -> Draft:
    """Keep what a form holds by now, in place of what it held before. Refused when too large."""
    token = number_of(posted.get(TOKEN, "")) or uuid4()
    kept = posted.copy()
    if LEFT in posted:
        _add_personal(register, kept, draft_of(register, record, str(token), by=by))
    for name in OWN:
        kept.pop(name, None)
    text = kept.urlencode()
    if len(text) > LARGEST:
        raise Refused(_("Isian ini terlalu panjang untuk disimpan sebagai draf."))
    version = posted.get("version", "")
    draft, is_new = Draft.objects.update_or_create(
        user_id=key_of(by),
        token=token,
        defaults={
            "register": register.name,
            "record": record.pk if record else NEW,
            "content": sealed(text, purpose=PURPOSE),
            "version": int(version) if version.isascii() and version.isdigit() else None,
            "saved_at": timezone.now(),
        },
    )
    if is_new:
        mine = Draft.objects.filter(user_id=key_of(by)).order_by("-saved_at")
        Draft.objects.filter(pk__in=list(mine.values_list("pk", flat=True)[MOST:])).delete()
    return draft


def drafts_of(register: RegisterType, record: Record | None, *, by: Actor) -> list[Draft]:
    """Give the drafts of a record, or of new ones, that are not too old; the latest first."""
    return list(_mine(register, record, by)[:OFFERED])


def draft_of(
    register: RegisterType, record: Record | None, token: str, *, by: Actor
) -> Draft | None:
    """Give the draft of one form; None where there is none, or it is somebody else's."""
    number = number_of(token)
    return None if number is None else _mine(register, record, by).filter(token=number).first()


def typed_in(draft: Draft) -> QueryDict | None:
    """Give what a draft holds, as the form would send it; None where it cannot be read any more."""
    text = opened(draft.content, purpose=PURPOSE)
    if text is None:
        return None
    typed = QueryDict(text, mutable=True)
    typed[TOKEN] = str(draft.token)
    return typed


def drop(token: str | UUID, *, by: Actor) -> None:
    """Drop the draft of a form: it was saved, or is not wanted."""
    number = token if isinstance(token, UUID) else number_of(token)
    if number is not None:
        Draft.objects.filter(user_id=key_of(by), token=number).delete()


def forget() -> int:
    """Drop drafts that are too old or were saved, and old tokens; give how many drafts."""
    now = timezone.now()
    gone = Draft.objects.filter(Q(saved_at__lt=now - KEPT) | Exists(_saved())).delete()[0]
    Sent.objects.filter(sent_at__lt=now - SENT_KEPT).delete()
    return gone


def _mine(register: RegisterType, record: Record | None, by: Actor) -> QuerySet[Draft]:
    return Draft.objects.filter(
        ~Exists(_saved()),  # one that was on its way while its form was saved
        user_id=key_of(by),
        register=register.name,
        record=record.pk if record else NEW,
        saved_at__gt=timezone.now() - KEPT,
    )


def _saved() -> QuerySet[Sent]:
    return Sent.objects.filter(user=OuterRef("user"), token=OuterRef("token")).exclude(url="")


def _add_personal(register: RegisterType, kept: QueryDict, before: Draft | None) -> None:
    """Keep the personal data that the server has: a browser's own store holds none."""
    known = typed_in(before) if before is not None else None
    for name in register.masked:
        if known is not None and name in known and name not in kept:
            kept.setlist(name, known.getlist(name))
