"""The web server: granian, WSGI processes with a few threads each."""

from granian import Granian
from granian.constants import Interfaces

from caruban.config.servers.address import require_free, require_safe
from caruban.config.servers.parent import stay_with_supervisor
from caruban.config.start import settings

THREADS = 2  # of each process; more of them only wait for each other
FAREWELL = 8  # seconds that running requests have when it stops


def serve() -> int:
    """Serve until a signal says stop.

    Raises Problem for an address that cannot be had, or that demo mode refuses.
    """
    stay_with_supervisor()
    env = settings()
    require_safe(env.BIND, demo=env.DEMO)
    require_free(env.BIND)
    Granian(
        "caruban.config.wsgi:application",
        address=env.BIND.host,
        port=env.BIND.port,
        interface=Interfaces.WSGI,
        workers=env.WEB_WORKERS,
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=FAREWELL,
    ).serve()
    return 0
