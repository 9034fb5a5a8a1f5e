"""Who left a run is told when it is over; who waited for it is not; and it stands in their work."""

import pytest
from django.utils import timezone

from caruban.kernel.accounts.roles import Role
from caruban.kernel.events.jobs import follow
from caruban.kernel.events.models import Happening
from caruban.kernel.notices.models import Notice
from caruban.kernel.registers.runs import jobs
from caruban.kernel.registers.runs.models import Run
from caruban.kernel.tiles.interface import TASKS
from tests.factories import a_unit, a_user, an_institution
from tests.kernel.registers.bulk.ordering import edit, selected
from tests.toys.factories import a_toy

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return a_unit(an_institution())


@pytest.fixture
def officer(unit):
    return a_user(Role.OFFICER, unit)


def test_who_waited_is_not_told(unit, officer):
    edit(selected(a_toy(unit)), by=officer, amount="5")

    assert not Happening.objects.filter(name="run.ended").exists()


def test_who_left_is_told_once_and_nobody_else(unit, officer):
    run = edit(selected(a_toy(unit)), by=officer, amount="5")
    Run.objects.filter(pk=run.pk).update(state=Run.State.WORKING)

    jobs.work(run=run.pk)
    happening = Happening.objects.get(name="run.ended")
    for _again in range(2):
        follow(happening=happening.pk)

    notice = Notice.objects.get()
    assert (notice.user, notice.url) == (officer, f"/data/proses/{run.pk}/")


def test_what_waits_for_its_reader_is_a_task_of_theirs(unit, officer):
    run = edit(selected(a_toy(unit)), by=officer, amount="5")
    today = timezone.localdate()

    def urls(actor):
        return [task.url for giver in TASKS for task in giver(actor, on=today)]

    assert f"/data/proses/{run.pk}/" in urls(officer)
    assert f"/data/proses/{run.pk}/" not in urls(a_user(Role.OFFICER, unit))
