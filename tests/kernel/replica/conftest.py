"""A streaming replica of the tests' own database, and readers with browsers. Rows are committed.

Imports are late: settings come with the run.
"""

import copy
from urllib.parse import quote

import pytest

from tests.replication import Server, ground


@pytest.fixture(scope="module")
def server(django_db_setup):
    """Give a replica of the server of this test run, which streams; Django knows it."""
    from django.db import connections

    from caruban.kernel.replica import watch

    place = connections["default"].get_connection_params()
    conninfo = (
        f"postgresql://{place['user']}:{quote(place['password'])}@/postgres"
        f"?host={quote(place['host'], safe='')}"
    )
    with ground() as folder:
        server = Server(folder / "replica", place["password"], fsync="off")
        server.follow(conninfo)
        server.start()
        one = copy.deepcopy(connections.settings["default"])
        one |= {"HOST": "127.0.0.1", "PORT": str(server.port)}
        one["OPTIONS"].pop("pool", None)
        one["TEST"]["MIRROR"] = "default"  # nothing is to be emptied there
        connections.settings[watch.ALIAS] = one
        try:
            yield server
        finally:
            del connections.settings[watch.ALIAS]
            server.stop()


@pytest.fixture
def replica(server, transactional_db, settings, monkeypatch):
    """Have Django read from the replica; give its server."""
    from django.db import connections

    from caruban.kernel.replica import watch
    from tests.kernel.replica.standing import caught_up, resume

    monkeypatch.setattr(watch, "PAUSE", 0.02)
    settings.DATABASE_ROUTERS = ["caruban.kernel.replica.router.Router"]
    try:
        caught_up()
        yield server
    finally:
        resume(server)
        watch.WATCH.end()
        connections[watch.ALIAS].close()
        del connections[watch.ALIAS]


@pytest.fixture
def unit(replica):
    from tests.factories import a_unit, an_institution

    return a_unit(an_institution())


@pytest.fixture
def officer(unit):
    from caruban.kernel.accounts.roles import Role
    from tests.factories import a_user

    return a_user(Role.OFFICER, unit)


@pytest.fixture
def reader(officer, client_of):
    """Give the browser of somebody who changed nothing lately."""
    from tests.kernel.replica.standing import caught_up

    browser = client_of(officer)
    caught_up()
    return browser
