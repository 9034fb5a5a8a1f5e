"""The worker: procrastinate, running jobs one beside the other."""

import logging

from caruban.config.servers.parent import stay_with_supervisor
from caruban.config.start import settings

logger = logging.getLogger("caruban.worker")


def work() -> int:
    """Run jobs until a signal says stop; the running ones are finished first."""
    stay_with_supervisor()
    env = settings()
    from procrastinate.contrib.django import app

    from caruban.config.waiting import limit
    from caruban.kernel.jobs import HEARTBEAT, PATIENCE

    limit("caruban worker")
    logger.info("waits for jobs, %d at a time", env.WORKER_CONCURRENCY)
    with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]  # procrastinate types it as the base
        worker.run_worker(
            concurrency=env.WORKER_CONCURRENCY,
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=PATIENCE,  # else its jobs count as stalled before that
        )
    return 0
