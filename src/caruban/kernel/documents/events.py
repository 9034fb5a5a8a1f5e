from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from caruban.kernel.events.stream import Event


@dataclass(frozen=True, kw_only=True)
class DocumentAdded(Event):
    """A document came in, or a new version of it."""

    name = "document.added"
    sentence = _("{actor} mengunggah {subject} (versi {number}).")
    number: int


@dataclass(frozen=True, kw_only=True)
class DocumentRemoved(Event):
    """A document to which nothing referred was removed."""

    name = "document.removed"
    sentence = _("{actor} menghapus dokumen {subject}.")


@dataclass(frozen=True, kw_only=True)
class DocumentRenamed(Event):
    """A document got another title."""

    name = "document.renamed"
    sentence = _("{actor} memberi {before} judul baru: {subject}.")
    before: str
