"""A notice is made once, for who may see the record and did not do it, as they chose."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from caruban.kernel.events.jobs import follow
from caruban.kernel.notices import actions, queries
from caruban.kernel.notices.kinds import KINDS, Kind, Kinds, Mailing
from caruban.kernel.notices.models import Letter, Notice
from caruban.kernel.organisations.events import OrganisationClosed, UnitPlaced
from caruban.kernel.organisations.models import Organisation
from tests.factories import a_unit, a_user, an_institution

pytestmark = pytest.mark.django_db


def told():
    return sorted(Notice.objects.values_list("user__name", "kind"))


def test_who_is_concerned_and_may_see_the_record_is_told(scene, declare, happen):
    declare(scene.operator, scene.officer)  # an officer may not manage units

    happen()

    assert told() == [("Ani", "unit.told")]


def test_nobody_is_told_of_their_own_doing(scene, declare, happen):
    declare(scene.operator)

    happen(by=scene.operator)

    assert told() == []


def test_who_left_and_the_system_are_not_told(scene, declare, happen):
    gone = a_user("operator", scene.institution)
    gone.is_active = False
    gone.save()
    declare(gone)

    happen()

    assert told() == []


def test_a_happening_followed_again_tells_nobody_twice(scene, declare, happen, settings):
    settings.CAN_MAIL = True
    declare(scene.operator)

    happen(times=3)

    assert told() == [("Ani", "unit.told")]
    assert Letter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_happening_followed_side_by_side_tells_nobody_twice(scene, declare, happen, settings):
    settings.CAN_MAIL = True
    declare(scene.operator)
    row = happen(times=0)

    def run(_number):
        try:
            follow(happening=row.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(run, range(6)))

    assert told() == [("Ani", "unit.told")]
    assert Letter.objects.count() == 1


def test_each_kind_that_follows_an_event_is_told_of(scene, declare, happen):
    declare(scene.operator)
    declare(scene.operator, name="unit.also")

    happen()

    assert told() == [("Ani", "unit.also"), ("Ani", "unit.told")]


def test_a_record_that_is_gone_tells_nobody(scene, declare, happen):
    declare(scene.operator, record=lambda _happening: None)

    happen()

    assert told() == []


def test_without_a_permission_the_register_of_the_record_says_who_may_see_it(
    scene, declare, happen
):
    declare(scene.officer, permission=None)  # everyone may read units

    happen()

    assert told() == [("Budi", "unit.told")]


def test_where_nobody_says_who_may_see_a_record_nobody_is_told(scene, declare, happen, monkeypatch):
    monkeypatch.setattr("caruban.kernel.notices.making.register_of", lambda _record: None)
    declare(scene.operator, permission=None)

    happen()

    assert told() == []


def test_what_a_reader_chose_holds_for_the_notices_to_come(scene, declare, happen):
    declare(scene.operator)
    actions.choose({"unit.told": (False, Mailing.NEVER)}, by=scene.operator)

    happen()

    row = Notice.objects.get()
    assert (row.is_shown, row.mailing) == (False, "never")
    assert queries.unread_count(scene.operator) == 0


def test_a_record_that_left_ones_reach_is_told_of_no_more(scene, declare, happen):
    elsewhere = an_institution()
    declare(scene.operator)
    happen()
    assert queries.unread_count(scene.operator) == 1
    assert len(queries.page_of(scene.operator).notices) == 1

    scene.operator.memberships.update(organisation=elsewhere)
    again = type(scene.operator).objects.get(pk=scene.operator.pk)

    assert queries.unread_count(again) == 0
    assert queries.page_of(again).notices == []


def test_reading_is_ones_own_only(scene, declare, happen):
    other = a_user("operator", scene.institution, name="Citra")
    declare(scene.operator)
    happen()
    row = Notice.objects.get()

    actions.read(row.pk, by=other, at=row.made_at)
    actions.read_all(by=other, at=row.made_at)

    assert queries.unread_count(scene.operator) == 1


def test_the_bell_takes_two_queries(scene, declare, happen, django_assert_num_queries):
    declare(scene.operator)
    for _number in range(4):
        happen()
    _warm = scene.operator.holdings

    with django_assert_num_queries(2):
        assert queries.unread_count(scene.operator) == 4


def test_pages_of_notices_follow_each_other_without_a_gap(scene, declare, happen, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    declare(scene.operator)
    for _number in range(5):
        happen()

    found, before = [], None
    while True:
        page = queries.page_of(scene.operator, before=before)
        found += [one.notice.pk for one in page.notices]
        before = page.before
        if before is None:
            break

    assert found == sorted(Notice.objects.values_list("pk", flat=True), reverse=True)


@pytest.mark.parametrize("name", ["", "told", "Unit.told", "unit.told.twice", "u." + "x" * 60])
def test_a_kind_is_named_module_dot_what(name):
    with pytest.raises(TypeError, match="no name of a notice"):
        Kinds().add(Kind(name, "", (UnitPlaced,), list))


def test_a_kind_is_declared_once_and_follows_events():
    kinds = Kinds()
    kinds.add(Kind("unit.told", "", (UnitPlaced,), list))

    with pytest.raises(TypeError, match="two kinds"):
        kinds.add(Kind("unit.told", "", (OrganisationClosed,), list))
    with pytest.raises(TypeError, match="follows no event"):
        kinds.add(Kind("unit.other", "", (), list))
    with pytest.raises(TypeError, match="which is no event"):
        kinds.add(Kind("unit.other", "", (Organisation,), list))


def test_every_kind_of_the_house_has_somebody_who_could_get_it():
    institution = an_institution()
    unit = a_unit(institution)
    people = [
        a_user(role, institution) for role in ("secretary", "internal_assessor", "assessor")
    ] + [a_user("officer", unit)]

    reached = {one.name for person in people for one in queries.kinds_for(person)}

    assert len(KINDS) >= 6
    assert reached == {one.name for one in KINDS}
