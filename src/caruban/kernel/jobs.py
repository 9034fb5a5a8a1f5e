"""Background and periodic work on PostgreSQL: declared with `job`, rescued when a worker dies."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import close_old_connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

JOBS: dict[str, Callable[..., Any]] = {}
RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)
PATIENCE = 60  # seconds without a sign of life from its worker, until a running job is taken back


def job(*, queue: str = "default", every: str | None = None) -> Callable[[Callable[..., Any]], Any]:
    """Make a function a job: deferred in the caller's transaction, retried, safe to run twice.

    queue   the name of its queue
    every   a cron expression (Asia/Jakarta is not known to cron: times are UTC); the function
            then takes `timestamp`, the moment in seconds that it stands for
    """

    def decorate(function: Callable[..., Any]) -> Any:
        @wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            close_old_connections()
            try:
                return function(*args, **kwargs)
            finally:
                close_old_connections()

        name = f"{function.__module__}.{function.__qualname__}"
        JOBS[name] = function
        task: Task[..., Any, Any] = app.task(
            name=name, queue=queue, retry=RETRY, queueing_lock=name if every else None
        )(run)
        return app.periodic(cron=every)(task) if every else task

    return decorate


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="rescue", pass_context=True)
async def rescue(context: Any, timestamp: int) -> None:
    """Take back jobs whose worker died: it stopped giving signs of life."""
    manager = context.app.job_manager
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=PATIENCE):
        await manager.retry_job(stalled)
