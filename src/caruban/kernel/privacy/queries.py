"""Who read personal data, for those who watch over it."""

from django.db.models import Q, QuerySet

from caruban.kernel.access import reached
from caruban.kernel.actors import Actor
from caruban.kernel.privacy.models import Reading
from caruban.kernel.privacy.permissions import PrivacyPermission
from caruban.kernel.records import Record
from caruban.kernel.registers.register import RegisterType


def readings(by: Actor) -> "QuerySet[Reading]":
    """Give the readings in the organisations that `by` watches over, the latest first.

    Everyone sees what they read themselves.
    """
    places = reached(by, PrivacyPermission.WATCH)
    if "" in places:
        return Reading.objects.all()
    seen = Q(reader_id=by.pk)
    for place in places:
        seen |= Q(organisation_path__startswith=place)
    return Reading.objects.filter(seen)


def readings_of(register: RegisterType, record: Record) -> "QuerySet[Reading]":
    """Give who read personal data of one record, the latest first."""
    return Reading.objects.filter(register=register.name, record=record.pk)
