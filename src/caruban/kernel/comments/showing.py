"""A comment as people read it: its text, safe, with the people whom it mentions marked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from caruban.kernel.actors import Actor
from caruban.kernel.comments.models import Comment
from caruban.kernel.comments.queries import may_edit, may_remove


@dataclass(frozen=True)
class Piece:
    """A piece of a comment's text; `is_mention` where it stands for somebody."""

    text: str
    is_mention: bool = False


@dataclass(frozen=True)
class Shown:
    """A comment, its text in pieces, and what its reader may do to it."""

    comment: Comment
    pieces: list[Piece]
    can_edit: bool
    can_remove: bool


def shown(comment: Comment, *, by: Actor, at: datetime) -> Shown:
    """Give a comment as somebody reads it at a moment."""
    return Shown(
        comment,
        list(pieces(comment.text, comment.names)),
        may_edit(comment, by=by, at=at),
        may_remove(comment, by=by),
    )


def pieces(text: str, names: list[str]) -> Iterator[Piece]:
    """Part a text at the names that stand for people, the longest first."""
    if not names:
        yield Piece(text)
        return
    longest_first = sorted(names, key=len, reverse=True)
    sign = "|".join(re.escape(f"@{name}").replace(r"\ ", r"\s+") for name in longest_first)
    at = 0
    for match in re.finditer(f"(?:{sign})(?!\\w)", text, re.IGNORECASE):
        if match.start() > at:
            yield Piece(text[at : match.start()])
        yield Piece(match[0], is_mention=True)
        at = match.end()
    if at < len(text):
        yield Piece(text[at:])
