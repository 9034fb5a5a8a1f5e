"""Background and periodic work on PostgreSQL: declared with `job`, rescued when a worker dies."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import JobDeferrer, Status
from procrastinate.tasks import Task

from caruban.kernel.actors import Origin, origin

JOBS: dict[str, Callable[..., Any]] = {}
TITLES: dict[str, str | Promise] = {
    "caruban.kernel.jobs.rescue": gettext_lazy("Mengambil alih pekerjaan worker yang mati")
}
MOST_RUNS = 8  # that a job is tried again; the pauses grow from seconds to hours
RETRY = RetryStrategy(max_attempts=MOST_RUNS, exponential_wait=4)
HEARTBEAT = 10  # seconds between two signs of life of a worker
PATIENCE = 60  # seconds without a sign of life from its worker, until a running job is taken back
ORIGIN = "_request"  # beside a job's own arguments: the id of the request that asked for it

logger = logging.getLogger("caruban.jobs")


@dataclass(frozen=True)
class Run:
    """One run of a job, when it is over.

    number    the job's id;   attempt   1 for the first run;   seconds   how long it ran
    outcome   succeeded, retried (it failed and is tried again) or failed (for good)
    """

    task: str
    number: int
    attempt: int
    seconds: float
    outcome: str
    error: BaseException | None = None


OBSERVERS: list[Callable[[Run], None]] = []


def observe(observer: Callable[[Run], None]) -> None:
    """Have a function told of every run of a job, in the worker, after the run."""
    if observer not in OBSERVERS:
        OBSERVERS.append(observer)


class TracedTask(Task[Any, Any, Any]):
    """A task whose jobs carry the id of the request that deferred them."""

    def configure(self, **options: Any) -> JobDeferrer:
        """Add the request's id, where one is under way, to what the job is given."""
        here = origin.get()
        if here and here.request:
            options["task_kwargs"] = {**(options.get("task_kwargs") or {}), ORIGIN: here.request}
        return super().configure(**options)


def job(
    *,
    queue: str = "default",
    every: str | None = None,
    title: str | Promise = "",
    alone: bool = False,
) -> Callable[[Callable[..., Any]], Any]:
    """Make a function a job: deferred in the caller's transaction, retried, safe to run twice.

    queue   the name of its queue
    every   a cron expression in UTC; the function then takes `timestamp`, the moment in seconds
            that it stands for, and waits in the queue at most once
    title   what the operator reads for it; its name where none is given
    alone   one at a time in the whole installation: what waits on others' servers takes one place
            of the workers, however many of its kind come due
    """

    def decorate(function: Callable[..., Any]) -> Any:
        name = f"{function.__module__}.{function.__qualname__}"
        JOBS[name] = function
        if title:
            TITLES[name] = title
        task = TracedTask(
            _without_origin(function), blueprint=app, name=name, queue=queue, retry=RETRY,
            lock=name if alone else None, queueing_lock=name if every else None,
            task_middleware=[_observed],
        )  # fmt: skip
        app._register_task(task)  # noqa: SLF001 (`app.task` makes its own kind of task only)
        return app.periodic(cron=every)(task) if every else task

    return decorate


def _without_origin(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def run(**arguments: Any) -> Any:
        arguments.pop(ORIGIN, None)
        return function(**arguments)

    return run


def _observed(call: Callable[[], Any], context: JobContext, worker: object) -> Any:
    """Run a job under the id of the request that asked for it, and tell how it went."""
    number = context.job.id or 0
    asked_by = str(context.job.task_kwargs.get(ORIGIN) or f"job-{number}")
    token = origin.set(Origin(request=asked_by))
    began, error = time.perf_counter(), None
    try:
        return call()
    except BaseException as caught:
        error = caught
        raise
    finally:
        _tell(context, time.perf_counter() - began, error)
        origin.reset(token)


def _tell(context: JobContext, seconds: float, error: BaseException | None) -> None:
    job = context.job
    outcome = "succeeded"
    if error is not None:
        task = context.app.tasks[job.task_name]
        outcome = "retried" if task.get_retry_exception(error, job) else "failed"
    run = Run(job.task_name, job.id or 0, job.attempts + 1, seconds, outcome, error)
    told = {"job": run.number, "task": run.task, "attempt": run.attempt, "outcome": outcome}
    logger.info(
        "%s %d %s, %.0f ms", run.task, run.number, outcome, seconds * 1000,
        extra={"told": {**told, "ms": round(seconds * 1000)}},
    )  # fmt: skip
    for observer in OBSERVERS:
        observer(run)


@app.periodic(cron="* * * * *")
@app.task(
    name="caruban.kernel.jobs.rescue", queue="upkeep", queueing_lock="rescue", pass_context=True
)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Take back jobs whose worker died: it stopped giving signs of life.

    One that takes its worker with it again and again is given up as failed.
    """
    manager = context.app.job_manager
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=PATIENCE):
        logger.warning("%s %s is taken back: its worker died", stalled.task_name, stalled.id)
        if stalled.attempts < MOST_RUNS:
            await manager.retry_job(stalled)
        else:
            await manager.finish_job(stalled, Status.FAILED, delete_job=False)
