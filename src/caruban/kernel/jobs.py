"""Background and periodic work on PostgreSQL: declared with `job`, rescued when a worker dies."""

from collections.abc import Callable
from typing import Any

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

JOBS: dict[str, Callable[..., Any]] = {}
RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)
PATIENCE = 60  # seconds without a sign of life from its worker, until a running job is taken back


def job(*, queue: str = "default", every: str | None = None) -> Callable[[Callable[..., Any]], Any]:
    """Make a function a job: deferred in the caller's transaction, retried, safe to run twice.

    queue   the name of its queue
    every   a cron expression in UTC; the function then takes `timestamp`, the moment in seconds
            that it stands for, and waits in the queue at most once
    """

    def decorate(function: Callable[..., Any]) -> Any:
        name = f"{function.__module__}.{function.__qualname__}"
        JOBS[name] = function
        task = app.task(name=name, queue=queue, retry=RETRY, queueing_lock=name if every else None)(
            function
        )
        return app.periodic(cron=every)(task) if every else task

    return decorate


@app.periodic(cron="* * * * *")
@app.task(
    name="caruban.kernel.jobs.rescue", queue="upkeep", queueing_lock="rescue", pass_context=True
)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Take back jobs whose worker died: it stopped giving signs of life."""
    manager = context.app.job_manager
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=PATIENCE):
        await manager.retry_job(stalled)
