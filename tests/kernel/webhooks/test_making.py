"""Who is told of what: the institution's own, what was asked for, once for each happening."""

import pytest
from django.db import transaction

from caruban.kernel.errors import Refused
from caruban.kernel.events.models import Happening
from caruban.kernel.jobs import JOBS
from caruban.kernel.webhooks import actions, jobs
from caruban.kernel.webhooks.making import is_wanted
from caruban.kernel.webhooks.models import Delivery, Endpoint
from tests.factories import a_unit, an_institution

pytestmark = pytest.mark.django_db


def of(row):
    return Delivery.objects.filter(happening=row)


def test_a_happening_makes_one_message_however_often_it_is_followed(scene, happen):
    row = happen(times=3)

    assert of(row).count() == 1


def test_another_institutions_happenings_are_not_told(scene, happen):
    row = happen(an_institution())

    assert of(row).count() == 0
    assert not is_wanted(row)


def test_a_unit_deep_below_belongs_to_its_institution(scene, happen):
    row = happen(a_unit(a_unit(scene.institution)))

    assert of(row).count() == 1


def test_only_what_was_asked_for_is_told(scene, happen):
    Endpoint.objects.update(events=["assessment.opened"])
    other = happen()
    Endpoint.objects.update(events=["assessment.opened", "organisation.placed"])
    asked = happen()

    assert (of(other).count(), of(asked).count()) == (0, 1)
    assert not is_wanted(
        Happening(name="organisation.moved", organisation_path=asked.organisation_path)
    )


def test_what_happens_while_it_is_off_is_not_told_later(scene, happen):
    actions.switch_off(scene.endpoint, by=scene.operator)
    row = happen()
    actions.switch_on(scene.endpoint, by=scene.operator)

    assert of(row).count() == 0


def test_a_transaction_that_is_undone_tells_nobody(scene, receiver):
    before = Delivery.objects.count()
    with transaction.atomic():
        a_unit(scene.institution)
        transaction.set_rollback(True)
    jobs.deliver(timestamp=0)

    assert Delivery.objects.count() == before
    assert receiver.requests == []


def test_a_trial_is_sent_to_the_one_alone(scene, receiver):
    actions.add(
        scene.institution,
        by=scene.operator,
        name="Lain",
        url=receiver.url,
        events=["organisation.moved"],
    )
    delivery = actions.try_out(scene.endpoint, by=scene.operator)
    jobs.deliver(timestamp=0)

    assert [head["webhook-id"] for head, _body in receiver.requests] == [delivery.key]
    assert b"id.go.caruban.webhook.trial" in receiver.requests[0][1]


def test_an_event_that_nobody_knows_is_refused(scene):
    with pytest.raises(Refused, match=r"organisation\.plased"):
        actions.add(
            scene.institution,
            by=scene.operator,
            name="Lain",
            url=scene.endpoint.url,
            events=["organisation.plased"],
        )


def test_an_institution_has_at_most_twenty(scene, receiver):
    for number in range(actions.MOST - 1):
        actions.add(
            scene.institution, by=scene.operator, name=str(number), url=receiver.url, events=[]
        )
    with pytest.raises(Refused, match="20"):
        actions.add(scene.institution, by=scene.operator, name="lagi", url=receiver.url, events=[])


def test_the_jobs_of_webhooks_are_known_to_the_worker():
    names = {name for name in JOBS if name.startswith("caruban.kernel.webhooks.")}

    assert len(names) == 3
