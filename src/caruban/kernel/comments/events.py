from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from caruban.kernel.events.stream import Event


@dataclass(frozen=True, kw_only=True)
class CommentWritten(Event):
    """Somebody wrote about a record. `comment` is the comment's number."""

    name = "comment.written"
    sentence = _("{actor} mengomentari {subject}.")
    comment: int


@dataclass(frozen=True, kw_only=True)
class CommentEdited(Event):
    """Somebody changed what they had just written.

    comment   the comment's number
    added     keys of the people whom it did not mention before, by spaces
    """

    name = "comment.edited"
    sentence = _("{actor} mengubah komentarnya tentang {subject}.")
    comment: int
    added: str


@dataclass(frozen=True, kw_only=True)
class CommentRemoved(Event):
    """A comment was removed; its text stays in the history."""

    name = "comment.removed"
    sentence = _("{actor} menghapus komentar tentang {subject}.")
