"""The verbs of comments: write, edit for a while, remove; none without its record."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from caruban.kernel.access import require
from caruban.kernel.actions import action
from caruban.kernel.actors import Actor, key_of
from caruban.kernel.comments.events import CommentEdited, CommentRemoved, CommentWritten
from caruban.kernel.comments.models import LONGEST, Comment
from caruban.kernel.comments.people import mentions_in
from caruban.kernel.comments.permissions import CommentPermission
from caruban.kernel.comments.queries import label_of, may_edit, may_remove
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import emit
from caruban.kernel.organisations.queries import organisation_of
from caruban.kernel.registers.register import RegisterType


@action(CommentPermission.WRITE)
def write(record: Model, *, by: Actor, register: RegisterType, text: str) -> Comment:
    """Write about a record; whom the text mentions is told. Refused for nothing, and too much.

    register   the one through which its writer sees the record
    """
    require(by, register.reads, record)
    comment = Comment(
        model=label_of(record),
        subject=record.pk,
        organisation=organisation_of(record),
        by_id=key_of(by),
        **_worded(text, register, record, by),
    )
    comment.full_clean()
    comment.save()
    emit(CommentWritten(subject=record, comment=comment.pk))
    return comment


@action(CommentPermission.WRITE)
def edit(
    comment: Comment, *, by: Actor, register: RegisterType, record: Model, text: str
) -> Comment:
    """Change what one has just written. Refused after a quarter of an hour; see `write`."""
    require(by, register.reads, record)
    if comment.by_id != by.pk:
        raise PermissionDenied
    if not may_edit(comment, by=by, at=timezone.now()):
        raise Refused(
            _("Komentar hanya dapat diubah dalam 15 menit. Tulis komentar baru."), field="text"
        )
    before = set(comment.mentioned)
    for name, value in _worded(text, register, record, by).items():
        setattr(comment, name, value)
    comment.full_clean()
    comment.save(update_fields=["text", "mentioned", "names", "updated_at"])
    added = " ".join(str(one) for one in comment.mentioned if one not in before)
    emit(CommentEdited(subject=record, comment=comment.pk, added=added))
    return comment


@action(CommentPermission.READ)
def remove(comment: Comment, *, by: Actor, register: RegisterType, record: Model) -> Comment:
    """Remove a comment: one's own, or any as keeper. Its text stays in the history."""
    require(by, register.reads, record)
    if not may_remove(comment, by=by):
        raise PermissionDenied
    emit(CommentRemoved(subject=record))
    number = comment.pk
    comment.delete()
    comment.pk = number
    return comment


def _worded(text: str, register: RegisterType, record: Model, by: Actor) -> dict[str, Any]:
    """Give text and mentions. Refused for nothing, and too much."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused(_("Tulis komentar Anda."), field="text")
    if "\x00" in text:
        raise Refused(_("Komentar ini memuat tanda yang tidak dapat disimpan."), field="text")
    if len(text) > LONGEST:
        said = _("Komentar ini %(long)s karakter; paling banyak %(most)s.")
        raise Refused(said % {"long": len(text), "most": LONGEST}, field="text")
    mentions = mentions_in(text, register, record, by=by)
    return {
        "text": text,
        "mentioned": [one.user for one in mentions],
        "names": [one.name for one in mentions],
    }
