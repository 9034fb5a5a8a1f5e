from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from caruban.kernel.events.stream import Event


@dataclass(frozen=True, kw_only=True)
class DocumentAttached(Event):
    """A document was attached to a record."""

    name = "document.attached"
    sentence = _("{actor} melampirkan {document} pada {subject}.")
    document: str


@dataclass(frozen=True, kw_only=True)
class DocumentDetached(Event):
    """A document was taken from a record; the document itself stays."""

    name = "document.detached"
    sentence = _("{actor} melepas {document} dari {subject}.")
    document: str
