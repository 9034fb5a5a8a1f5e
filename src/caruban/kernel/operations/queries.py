"""What the operator reads of jobs and signs. Time is an argument."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from croniter import croniter
from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import (
    ProcrastinateEvent,
    ProcrastinateJob,
    ProcrastinatePeriodicDefer,
    ProcrastinateWorker,
)

from caruban.kernel.jobs import PATIENCE, TITLES
from caruban.kernel.operations.models import Sign

LATE = timedelta(minutes=10)  # after which what is due and was not begun counts as late
STATUSES = ("failed", "todo", "doing")


@dataclass(frozen=True)
class Figures:
    """How many jobs fail, wait, run; how long the oldest that is due has waited."""

    failed: int
    waiting: int
    running: int
    oldest: timedelta | None

    @property
    def is_late(self) -> bool:
        """Say whether a job that is due has waited too long."""
        return self.oldest is not None and self.oldest > LATE


@dataclass(frozen=True)
class Periodic:
    """Periodic work: when it last came due and was taken up, when it comes next.

    last     the moment that the latest one stood for; None where none ever was
    status   of that one's job; "" where it is long over
    """

    name: str
    title: str | Promise
    last: datetime | None
    next: datetime
    status: str
    is_late: bool


def title_of(task: str) -> str | Promise:
    """Give what people read for a kind of job."""
    return TITLES.get(task, task)


def figures(*, at: datetime) -> Figures:
    """Count the jobs that are not over, or failed."""
    counted = (
        ProcrastinateJob.objects.filter(status__in=STATUSES)
        .order_by()
        .values_list("status")
        .annotate(many=Count("pk"))
    )
    by_status = dict(counted)
    oldest = due(at=at).aggregate(oldest=Min("since"))["oldest"]
    return Figures(
        failed=by_status.get("failed", 0),
        waiting=by_status.get("todo", 0),
        running=by_status.get("doing", 0),
        oldest=at - oldest if oldest else None,
    )


def due(*, at: datetime) -> "QuerySet[Any]":
    """Give waiting jobs whose time has come; each carries `since`, when it came."""
    deferred = ProcrastinateEvent.objects.filter(job=OuterRef("pk"), type="deferred")
    return (  # type: ignore[no-any-return]
        ProcrastinateJob.objects.filter(status="todo")
        .annotate(since=Coalesce("scheduled_at", Subquery(deferred.values("at")[:1])))
        .filter(since__lte=at)
    )


def jobs_of(status: str) -> "QuerySet[Any]":
    """Give the jobs of a status, the latest change first.

    Each carries `changed_at`, and `reason`, why it last failed; None where nobody wrote it down.
    """
    events = ProcrastinateEvent.objects.filter(job=OuterRef("pk")).order_by("-id")
    signs = Sign.objects.filter(number=OuterRef("pk")).order_by("-id")
    return (  # type: ignore[no-any-return]
        ProcrastinateJob.objects.filter(status=status)
        .annotate(
            changed_at=Subquery(events.values("at")[:1]),
            reason=Subquery(signs.values("told")[:1]),
        )
        .order_by("-pk")
    )


def periodic(*, at: datetime) -> list[Periodic]:
    """Give all periodic work, the late first, then by what comes next."""
    latest = {
        row["task_name"]: row["latest"]
        for row in ProcrastinatePeriodicDefer.objects.values("task_name").annotate(
            latest=Max("defer_timestamp")
        )
    }
    status = {
        (task, moment): state
        for task, moment, state in ProcrastinatePeriodicDefer.objects.values_list(
            "task_name", "defer_timestamp", "job__status"
        )
    }
    found = [
        _periodic(entry, latest.get(entry.task.name), status, at)
        for entry in app.periodic_registry.periodic_tasks.values()
    ]
    return sorted(found, key=lambda one: (not one.is_late, one.next))


def _periodic(
    entry: Any, last: int | None, status: dict[tuple[str, int | None], str], at: datetime
) -> Periodic:
    name = entry.task.name
    before, after = _turns(entry.cron, at)
    return Periodic(
        name=name,
        title=title_of(name),
        last=datetime.fromtimestamp(last, UTC) if last else None,
        next=after,
        status=status.get((name, last or 0)) or "",
        is_late=last is not None and at - before > LATE and last < before.timestamp(),
    )


def _turns(cron: str, at: datetime) -> tuple[datetime, datetime]:
    """Give the moments at which something periodic came due last, and comes next."""
    turns = croniter(cron, at.timestamp())
    before = datetime.fromtimestamp(turns.get_prev(float), UTC)
    return before, datetime.fromtimestamp(croniter(cron, at.timestamp()).get_next(float), UTC)


def workers_alive(*, at: datetime) -> int:
    """Count the workers that gave a sign of life lately."""
    border = at - timedelta(seconds=PATIENCE)
    return ProcrastinateWorker.objects.filter(last_heartbeat__gt=border).count()


def latest_sign(kind: Sign.Kind, *, is_well: bool | None = None) -> Sign | None:
    """Give the newest sign of a kind, of those that went so, if asked."""
    signs = Sign.objects.filter(kind=kind)
    if is_well is not None:
        signs = signs.filter(is_well=is_well)
    return signs.order_by("-id").first()
