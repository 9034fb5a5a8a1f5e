"""The verbs of attachments: a new document, one that is there, a new version, take it away."""

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.utils.translation import gettext as _

from caruban.kernel.access import require
from caruban.kernel.actions import action
from caruban.kernel.actors import Actor, key_of
from caruban.kernel.attachments.events import DocumentAttached, DocumentDetached
from caruban.kernel.attachments.models import Attachment
from caruban.kernel.attachments.queries import attachable, label_of, may_attach
from caruban.kernel.documents.actions import add, add_version
from caruban.kernel.documents.incoming import Received, Upload, received
from caruban.kernel.documents.models import Document, Version
from caruban.kernel.documents.permissions import DocumentPermission
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import emit
from caruban.kernel.organisations.queries import organisation_of
from caruban.kernel.registers.register import RegisterType


@action(DocumentPermission.ADD, ahead=received)
def attach_new(
    record: Model,
    *,
    by: Actor,
    register: RegisterType,
    file: Upload | Received,
    title: str = "",
    about: str = "",
) -> Attachment:
    """Upload a document and attach it; it is no more open than the record is.

    Refused as `documents.actions.add`.
    """
    _ask(register, record, by)
    organisation = organisation_of(record)
    document = add(organisation, by=by, file=file, title=title, reads=str(register.reads))
    return _attached(record, document, about, by)


@action(DocumentPermission.ADD)
def attach_known(
    record: Model, *, by: Actor, register: RegisterType, document: Document, about: str = ""
) -> Attachment:
    """Attach a document that is there. Refused for one that `by` may not read, or elsewhere's."""
    _ask(register, record, by)
    if not _is_attachable(record, document, by):
        raise Refused(
            _("Dokumen ini tidak ada untuk Anda, atau sudah dilampirkan di sini."), "document"
        )
    return _attached(record, document, about, by)


@action(DocumentPermission.ADD, ahead=received)
def add_edition(
    attachment: Attachment,
    *,
    by: Actor,
    register: RegisterType,
    record: Model,
    file: Upload | Received,
) -> Version:
    """Add a new version of an attached document; the older ones stay. Refused as for a new one."""
    _ask(register, record, by)
    require(by, DocumentPermission.READ, attachment.document)
    return add_version(attachment.document, by=by, file=file)


@action(DocumentPermission.ADD)
def detach(
    attachment: Attachment, *, by: Actor, register: RegisterType, record: Model
) -> Attachment:
    """Take a document from a record; the document itself stays, with its versions."""
    _ask(register, record, by)
    emit(DocumentDetached(subject=record, document=str(attachment.document)))
    number = attachment.pk
    attachment.delete()
    attachment.pk = number
    return attachment


def _ask(register: RegisterType, record: Model, by: Actor) -> None:
    require(by, register.reads, record)
    if not may_attach(register, record, by=by):
        raise PermissionDenied


def _is_attachable(record: Model, document: Document, by: Actor) -> bool:
    return attachable(record, "", by=by, among=[document.pk]).exists()


def _attached(record: Model, document: Document, about: str, by: Actor) -> Attachment:
    made = Attachment(
        model=label_of(record),
        subject=record.pk,
        organisation=organisation_of(record),
        document=document,
        about=about.strip()[:200],
        by_id=key_of(by),
    )
    made.full_clean()
    made.save()
    emit(DocumentAttached(subject=record, document=str(document)))
    return made
