"""What follows when a record is removed: its documents are let go; they themselves stay."""

from django.db import transaction

from caruban.kernel.accounts.models import User
from caruban.kernel.actions import acting
from caruban.kernel.attachments.models import Attachment
from caruban.kernel.events.models import Happening
from caruban.kernel.events.stream import on
from caruban.kernel.history.triggers import tables_of_record
from caruban.kernel.registers.events import RecordRemoved


@on(RecordRemoved)
def let_documents_go(happening: Happening) -> None:
    """Remove the attachments of a record that was removed. Safe to repeat."""
    labels = [
        model._meta.label_lower
        for model in tables_of_record()
        if model._meta.db_table == happening.subject_table
    ]
    with transaction.atomic(), acting(happening.actor or User.objects.system()):
        Attachment.objects.filter(model__in=labels, subject=happening.subject_id).delete()
