"""The worker: procrastinate, running jobs one beside the other."""

from caruban.config.servers.parent import stay_with_supervisor
from caruban.config.start import settings


def work() -> int:
    """Run jobs until a signal says stop; the running ones are finished first."""
    stay_with_supervisor()
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]  # procrastinate types it as the base
        worker.run_worker(concurrency=settings().WORKER_CONCURRENCY)
    return 0
