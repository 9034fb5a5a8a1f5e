"""Whom something in an evaluation concerns: who answers, steers, reviews or judges there."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from caruban.evaluation.models import Answer, Assessment
from caruban.evaluation.queries.reminders import people_of
from caruban.kernel.accounts.models import Membership, User
from caruban.kernel.accounts.roles import Role, grant_of
from caruban.kernel.permissions import Permission


def who_answer(*answers: Answer) -> list[User]:
    """Give who answers some indicators: officers and heads of their units, else the secretariat."""
    return _users(people_of(answers, on=timezone.localdate()))


def who_hold(permission: Permission, assessment: Assessment) -> list[User]:
    """Give the people whose role in the institution of an evaluation holds a permission today."""
    here = Q(organisation__institution=assessment.institution_id)
    itself = Q(organisation=assessment.institution_id)
    rows = Membership.objects.in_force(timezone.localdate()).filter(here | itself)
    roles = grant_of(permission).roles - {Role.SYSTEM}
    return _users(rows.filter(role__in=roles).values_list("user", flat=True))


def _users(keys: Iterable[int]) -> list[User]:
    return list(User.objects.filter(pk__in=list(keys), is_active=True).order_by("pk"))
