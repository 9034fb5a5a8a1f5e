"""The web server: granian, WSGI processes with a few threads each."""

from granian import Granian
from granian.constants import Interfaces

from caruban.config.start import settings

THREADS = 2  # of each process; more only wait for each other


def serve() -> int:
    """Serve until a signal says stop."""
    env = settings()
    host, _, port = env.BIND.rpartition(":")
    Granian(
        "caruban.config.wsgi:application",
        address=host.strip("[]"),
        port=int(port),
        interface=Interfaces.WSGI,
        workers=env.WEB_WORKERS,
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()
    return 0
