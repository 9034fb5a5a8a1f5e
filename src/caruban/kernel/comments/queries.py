"""The comments of a record, for who may see both."""

from datetime import datetime

from django.db.models import Model, QuerySet
from django.urls import reverse

from caruban.kernel.access import may
from caruban.kernel.actors import Actor
from caruban.kernel.comments.models import Comment
from caruban.kernel.comments.permissions import CommentPermission
from caruban.kernel.registers.register import RegisterType


def label_of(record: Model) -> str:
    """Give how a comment names the table of its record."""
    return record._meta.label_lower


def may_read(record: Model, *, by: Actor) -> bool:
    """Say whether somebody who sees a record also sees what is said about it."""
    return may(by, CommentPermission.READ, record)


def comments_of(record: Model, *, by: Actor) -> QuerySet[Comment]:
    """Give the comments of a record that `by` may read already, the earliest first, with writer."""
    if not may_read(record, by=by):
        return Comment.objects.none()
    found = Comment.objects.filter(model=label_of(record), subject=record.pk)
    return found.select_related("by").order_by("pk")


def place_of(comment: Comment, register: RegisterType) -> str:
    """Give the address at which a comment is read, through a register of its record."""
    page = reverse("registers:comments", args=[register, comment.subject])
    return f"{page}#komentar-{comment.pk}"


def may_edit(comment: Comment, *, by: Actor, at: datetime) -> bool:
    """Say whether somebody may change a comment: their own, for a while."""
    is_own = comment.by_id == by.pk and may(by, CommentPermission.WRITE, comment)
    return is_own and comment.may_be_edited(at=at)


def may_remove(comment: Comment, *, by: Actor) -> bool:
    """Say whether somebody may remove a comment: their own, or as keeper of all."""
    is_own = comment.by_id == by.pk and may(by, CommentPermission.WRITE, comment)
    return is_own or may(by, CommentPermission.KEEP, comment)
