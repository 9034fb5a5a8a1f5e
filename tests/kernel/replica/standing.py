"""What tests do with a replica: wait for it, have it stand still, count who was asked."""

from contextlib import contextmanager

from django.db import connections

from caruban.kernel.replica import watch
from tests.config.processes import wait_until


def caught_up():
    """Wait until the replica has what is committed now."""
    place = watch.end_of_log()
    wait_until(lambda: watch.WATCH.lag is not None and watch.WATCH.has(place), 30)


def resume(server):
    if server.process is None:
        server.start()
    database = connections["default"].settings_dict["NAME"]
    server.ask("SELECT pg_wal_replay_resume() IS NULL", database)


@contextmanager
def standing_still(server):
    """Have the replica replay nothing more."""
    database = connections["default"].settings_dict["NAME"]
    server.ask("SELECT pg_wal_replay_pause() IS NULL", database)
    wait_until(lambda: server.ask("SELECT pg_get_wal_replay_pause_state()", database) == "paused")
    try:
        yield
    finally:
        resume(server)


class Asked:
    """Counts the questions to each database while a block lasts."""

    def __enter__(self):
        self.of = dict.fromkeys(("default", watch.ALIAS), 0)
        self.wrappers = [
            connections[alias].execute_wrapper(self._counting(alias)) for alias in self.of
        ]
        for one in self.wrappers:
            one.__enter__()
        return self.of

    def __exit__(self, *error):
        for one in self.wrappers:
            one.__exit__(*error)

    def _counting(self, alias):
        def count(execute, *asked):
            self.of[alias] += 1
            return execute(*asked)

        return count
