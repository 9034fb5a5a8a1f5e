"""The documents of a record, and those that could be attached, for who may see both."""

from collections.abc import Collection

from django.db.models import Exists, Model, OuterRef, QuerySet

from caruban.kernel.access import may, paths_of, visible
from caruban.kernel.actors import Actor
from caruban.kernel.attachments.models import Attachment
from caruban.kernel.documents.models import Document
from caruban.kernel.documents.permissions import DocumentPermission
from caruban.kernel.registers.queries import may_do
from caruban.kernel.registers.register import RegisterType
from caruban.kernel.registers.search import cleaned

SHOWN = 12  # documents offered for what was typed


def label_of(record: Model) -> str:
    """Give how an attachment names the table of its record."""
    return record._meta.label_lower


def attachments_of(record: Model, *, by: Actor) -> QuerySet[Attachment]:
    """Give the attachments of a record that `by` may read already, in order, with versions.

    Left out are documents that `by` may not read.
    """
    seen = visible(Document, to=by, permission=DocumentPermission.READ)
    found = Attachment.objects.filter(
        model=label_of(record), subject=record.pk, document__in=seen.values("pk")
    )
    joined = found.select_related("document", "by")
    return joined.prefetch_related("document__versions__blob", "document__versions__by")


def may_attach(register: RegisterType, record: Model, *, by: Actor) -> bool:
    """Say whether somebody may attach documents to a record, and take them from it.

    Who may change the record, where its register has such a verb, and may add documents to its
    institution.
    """
    can_change = register.changes is None or may_do(register, "changes", by=by, record=record)
    return can_change and may(by, DocumentPermission.ADD, record)


def attachable(
    record: Model, words: str, *, by: Actor, among: Collection[int] | None = None
) -> QuerySet[Document]:
    """Give documents of the record's institution that `by` may read and it does not have yet.

    By a part of the title, the newest first; at most `SHOWN`. `among` narrows to some by key.
    """
    held = Attachment.objects.filter(
        model=label_of(record), subject=record.pk, document=OuterRef("pk")
    )
    root = next((path.split(".")[0] + "." for path in paths_of(record)), "?")
    found = visible(Document, to=by, permission=DocumentPermission.READ)
    found = found.filter(~Exists(held), organisation__path__startswith=root)
    if among is not None:
        found = found.filter(pk__in=among)
    words = cleaned(words)
    if words:
        found = found.filter(title__icontains=words)
    return found.select_related("organisation").order_by("-pk")[:SHOWN]
