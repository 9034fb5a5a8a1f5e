"""Whom a comment concerns: who is mentioned in it, and who wrote about the record before."""

from collections.abc import Iterable

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from caruban.kernel.accounts.models import User
from caruban.kernel.comments.events import CommentEdited, CommentWritten
from caruban.kernel.comments.models import Comment
from caruban.kernel.comments.queries import place_of
from caruban.kernel.events.models import Happening
from caruban.kernel.notices.interface import Mailing, notifies
from caruban.kernel.registers.register import register_of

LATEST = 200  # comments whose writers are told of a new one


def where(happening: Happening) -> str:
    """Give where a comment is read; "" once it or its record is gone."""
    comment = Comment.objects.filter(pk=happening.details["comment"]).first()
    if comment is None:
        return ""
    record = apps.get_model(comment.model)._base_manager.filter(pk=comment.subject).first()
    register = register_of(record) if record else None
    return place_of(comment, register) if register else ""


@notifies(
    *(CommentWritten, CommentEdited), kind="comment.mention", title=_("Anda disebut di komentar"),
    address=where, mailing=Mailing.NOW,
)  # fmt: skip
def people_mentioned(happening: Happening) -> Iterable[User]:
    """Give whom a comment mentions, or since an edit mentions as well; nobody once it is gone."""
    comment = Comment.objects.filter(pk=happening.details["comment"]).first()
    asked = set(comment.mentioned) if comment else set()
    if happening.name == CommentEdited.name:
        asked &= {int(one) for one in happening.details["added"].split()}
    return User.objects.filter(pk__in=asked)


@notifies(
    CommentWritten, kind="comment.answer", title=_("Komentar baru di catatan yang Anda komentari"),
    address=where,
)  # fmt: skip
def people_who_wrote_before(happening: Happening) -> Iterable[User]:
    """Give who wrote about the record before, and is not mentioned now."""
    comment = Comment.objects.filter(pk=happening.details["comment"]).first()
    if comment is None:
        return User.objects.none()
    earlier = Comment.objects.filter(
        model=comment.model, subject=comment.subject, pk__lt=comment.pk
    ).order_by("-pk")[:LATEST]
    writers = {one.by_id for one in earlier} - {*comment.mentioned, comment.by_id}
    return User.objects.filter(pk__in=writers)
