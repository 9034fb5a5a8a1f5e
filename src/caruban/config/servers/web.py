"""The web server: granian, WSGI processes forked from one that has read everything."""

import logging
import os
from importlib import import_module
from logging.config import dictConfig
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from caruban.config import preparation
from caruban.config.logs import logging_config
from caruban.config.servers.address import require_free
from caruban.config.servers.parent import leave_with, stay_with_supervisor
from caruban.config.start import COUNTS, close_connections, settings
from caruban.config.waiting import limit

logger = logging.getLogger("caruban.web")

APPLICATION = "caruban.config.wsgi"
THREADS = 2  # of each process; more of them only wait for each other
FAREWELL = 8  # seconds that running requests have when it stops


def serve(*, prepare: bool) -> int:
    """Serve until a signal says stop.

    prepare   bring database and static files up to this version first; otherwise they must be

    Raises Problem for an address that cannot be had or that demo mode refuses, and for a database
    that cannot be served from.
    """
    stay_with_supervisor()
    env = settings()
    require_free(env.BIND)
    if prepare:
        preparation.prepare()
    else:
        preparation.require_prepared()
    close_connections()  # no process shares a connection with another
    limit(
        "caruban web",
        statement_timeout=f"{env.STATEMENT_TIMEOUT}s",
        idle_in_transaction_session_timeout=f"{env.IDLE_TIMEOUT}s",
    )
    _count_anew()
    import_module(APPLICATION)
    parent = os.getpid()
    os.register_at_fork(after_in_child=lambda: leave_with(parent))
    dictConfig(logging_config(env.LOG_LEVEL, env.LOG_FORMAT))
    logger.info("serves http://%s with %d processes", env.BIND, env.WEB_WORKERS)
    Granian(
        f"{APPLICATION}:application",
        address=env.BIND.host,
        port=env.BIND.port,
        interface=Interfaces.WSGI,
        workers=env.WEB_WORKERS,
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=FAREWELL,
        log_level=LogLevels.debug if env.LOG_LEVEL == "DEBUG" else LogLevels.warning,
        log_dictconfig=logging_config(env.LOG_LEVEL, env.LOG_FORMAT),
    ).serve()
    return 0


def _count_anew() -> None:
    """Forget what earlier web processes counted: a counter that begins at 0 is understood."""
    folder = os.environ.get(COUNTS)
    for file in Path(folder).glob("*.db") if folder else ():
        file.unlink(missing_ok=True)
