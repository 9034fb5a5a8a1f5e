"""Script in every field of every record: on no page does it become markup."""

from ipaddress import ip_network

import pytest
from django.db import connection, transaction
from django.test import override_settings

from caruban.kernel.organisations.models import Organisation
from tests.contracts.scene import FINISHED, REGION, RUNNING, a_scene, person_of
from tests.contracts.walk import routes
from tests.hostile import furnished
from tests.hostile.spoilt import MARKUP, TAG, attacks_in, seen, spoil
from tests.toys.factories import a_toy
from tests.toys.permissions import ToyPermission
from tests.toys.registers import ToyRegister

pytestmark = pytest.mark.django_db

HOME = [ip_network("127.0.0.0/8")]
READERS = ("guest", "officer", "secretary", "operator")
ROUTES = [one for one in routes() if not one.is_api and "register" not in one.parameters]


@pytest.fixture
def _django_db_helper():
    """Leave out the transaction that pytest-django opens for each test: the house has its own."""


@pytest.fixture(scope="module")
def spoilt(django_db_setup, django_db_blocker, tmp_path_factory):
    """Build the sample records of all routes once, with all that people add, and spoil them."""
    folder = tmp_path_factory.mktemp("documents")
    settings = override_settings(DOCUMENT_ROOT=folder, WEBHOOK_ALLOWED_NETWORKS=HOME)
    with settings, django_db_blocker.unblock():
        try:
            with transaction.atomic():
                yield _spoilt_scene()
                transaction.set_rollback(True)
        finally:
            connection.close()


def _spoilt_scene():
    scene = a_scene()
    people = {name: person_of(scene.people[name]) for name in READERS[1:]}
    institution = Organisation.objects.get(region_code=REGION)
    toy = a_toy(Organisation.objects.get(name="Dinas Contoh"))
    run = furnished.furnish_record(ToyRegister, toy, people["officer"])
    for person in people.values():
        furnished.furnish_person(person)
        furnished.furnish_notice(person, toy, ToyPermission.READ)
    furnished.furnish_token(people["secretary"])
    delivery = furnished.furnish_hook(institution, people["operator"])
    scene.samples.update(run=run.pk, endpoint=delivery.endpoint_id, delivery=delivery.pk)
    assert spoil() > 100
    return scene


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_no_text_becomes_markup_on_a_page(route, spoilt):
    for year in (FINISHED, RUNNING) if "year" in route.parameters else (RUNNING,):
        url = route.url(spoilt.at(year))
        for name in READERS:
            assert attacks_in(seen(spoilt.people[name], url)) == [], (name, url)


@pytest.mark.parametrize("name", ["workspace", "tokens:own", "webhooks:list", "registers:runs"])
def test_pages_do_show_what_was_written(name, spoilt):
    """Else the test above looks at nothing."""
    (route,) = [one for one in ROUTES if one.name == name]
    shown = [seen(spoilt.people[one], route.url(spoilt.samples)) for one in READERS]

    assert any(f"&lt;{TAG}" in page for page in shown)


def test_what_would_be_markup_is_found():
    """The finder finds what it is there for, in each of its forms."""
    assert len(attacks_in(f"<p>{MARKUP}</p>")) == 3
    assert attacks_in('<a href=" JavaScript:alert(1)">x</a>')
    assert attacks_in('<p style="color:red">x</p>')
    assert not attacks_in(f'<p title="{MARKUP.replace(chr(34), "&quot;")}">{"&lt;b&gt;"}</p>')
