"""Who is to be reminded of what on a day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from caruban.evaluation.models import Answer
from caruban.evaluation.queries.progress import due_on
from caruban.evaluation.rules.reminders import is_reminded
from caruban.evaluation.rules.workflow import FILLABLE
from caruban.kernel.accounts.models import Membership, User
from caruban.kernel.accounts.roles import Role

ANSWERING = (Role.OFFICER, Role.UNIT_HEAD)


def answers_to_remind(*, on: date) -> list[Answer]:
    """Give the answers whose units are reminded on a day, by due day; who was, `claim_mail` knows.

    Of evaluations in self-assessment: not ready, with a due day for which this is the day.
    Unit, institution and instrument are joined.
    """
    rows = (
        Answer.objects.filter(assessment__state__in=FILLABLE, is_complete=False)
        .select_related("assessment__institution", "assessment__instrument", "unit")
        .defer("assessment__instrument__document")
        .order_by("assessment", "number")
    )
    owed = [(due_on(one), one) for one in rows]
    wanted = [(due, one) for due, one in owed if due is not None and is_reminded(due, on)]
    return [one for _due, one in sorted(wanted, key=lambda pair: (pair[0], pair[1].number))]


def people_of(answers: Iterable[Answer], *, on: date) -> dict[int, list[Answer]]:
    """Give who answers, by key, with their answers in the order given.

    Officers and heads of the responsible unit, or of the units above it; where there are none,
    the institution's secretariat, which steers the evaluation.
    """
    held: dict[int, list[Answer]] = {}
    known: dict[str, list[int]] = {}
    for one in answers:
        path = one.unit.path
        if path not in known:
            known[path] = _responsible(path, on)
        for person in known[path]:
            held.setdefault(person, []).append(one)
    return held


def _responsible(path: str, on: date) -> list[int]:
    above = [int(part) for part in path.split(".") if part]
    rows = Membership.objects.in_force(on).filter(organisation__in=above)
    people = _active(rows.filter(role__in=ANSWERING))
    return people or _active(rows.filter(role=Role.SECRETARY))


def _active(rows: QuerySet[Membership]) -> list[int]:
    memberships = rows.filter(user__is_active=True)
    return sorted(set(memberships.values_list("user", flat=True)))


def reachable(people: Iterable[int]) -> list[User]:
    """Give the people of some keys whom a mail can reach, by key."""
    rows = User.objects.filter(pk__in=people, is_active=True, is_system=False)
    return list(rows.exclude(email__endswith=".invalid").order_by("pk"))
