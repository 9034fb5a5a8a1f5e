"""An institution with a webhook to a receiver of the tests.

Models are imported inside: pytest reads this file before Django is set up.
"""

from ipaddress import ip_network
from types import SimpleNamespace

import pytest

from tests.kernel.webhooks.receivers import Receiver


@pytest.fixture
def loopback(settings):
    """Allow this machine, as an operator allows an intranet."""
    settings.WEBHOOK_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8"), ip_network("::1/128")]


@pytest.fixture
def receiver():
    one = Receiver()
    yield one
    one.close()


@pytest.fixture
def scene(db, loopback, receiver):
    """Give an institution, its operator, an endpoint at the receiver and its secret."""
    from caruban.kernel.webhooks.actions import add
    from tests.factories import a_user, an_institution

    institution = an_institution()
    operator = a_user("operator", institution)
    endpoint, secret = add(institution, by=operator, name="Portal", url=receiver.url, events=[])
    return SimpleNamespace(
        institution=institution, operator=operator, endpoint=endpoint, secret=secret
    )


@pytest.fixture
def happen(scene):
    """Give a function by which a unit is placed, and that is followed as the worker does."""
    from caruban.kernel.events.jobs import follow
    from caruban.kernel.events.models import Happening
    from tests.factories import a_unit

    def happened(institution=None, times=1):
        a_unit(institution or scene.institution)
        row = Happening.objects.order_by("-pk").first()
        for _time in range(times):
            follow(happening=row.pk)
        return row

    return happened
