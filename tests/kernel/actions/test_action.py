"""An action locks, asks, changes, asks again, and keeps all of it or nothing."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from caruban.kernel.accounts.actions import end
from caruban.kernel.accounts.models import Membership
from caruban.kernel.accounts.roles import Role
from caruban.kernel.actions import ACTIONS, action
from caruban.kernel.actors import Guest, Origin, current, origin
from caruban.kernel.errors import Refused
from caruban.kernel.events.models import Happening
from caruban.kernel.events.stream import emit
from caruban.kernel.history.models import Change
from caruban.kernel.history.queries import changes_of
from caruban.kernel.organisations.actions import move, place
from caruban.kernel.organisations.events import OrganisationClosed
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.organisations.permissions import OrganisationPermission
from tests.factories import a_unit, a_user, an_institution, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_actions():
    """Let a test declare actions of its own, which the contract suite then does not meet."""
    before = dict(ACTIONS)
    yield action
    ACTIONS.clear()
    ACTIONS.update(before)


def rename(unit, *, by, name):
    unit.name = name
    unit.save(update_fields=["name"])


def traces():
    return Change.objects.count(), Happening.objects.count()


def test_who_may_not_changes_nothing():
    unit = a_unit(an_institution())
    outsider = a_user(Role.OPERATOR, an_institution())
    before = traces()

    for actor in (outsider, a_user(), Guest()):
        with pytest.raises(PermissionDenied):
            place(unit, by=actor, code="baru", name="Baru", kind="unit")

    assert not Organisation.objects.filter(code="baru").exists()
    assert Happening.objects.count() == before[1]


def test_nobody_moves_a_record_out_of_their_own_reach():
    home = an_institution()
    mine, theirs = a_unit(home), a_unit(home)
    operator, moved = a_user(Role.OPERATOR, mine), a_unit(mine)
    before = traces()

    with pytest.raises(PermissionDenied):
        move(moved, by=operator, to=theirs)

    moved.refresh_from_db()
    assert moved.parent == mine
    assert moved.path.startswith(mine.path)
    assert traces() == before


def test_an_action_that_hands_over_may_give_its_subject_away(own_actions):
    home = an_institution()
    mine, theirs = a_unit(home), a_unit(home)
    membership = a_user(Role.OFFICER, mine).memberships.get()

    @own_actions(OrganisationPermission.MANAGE, hands_over=True)
    def hand_over(membership, *, by, to):
        membership.organisation = to
        membership.save(update_fields=["organisation"])

    hand_over(membership, by=a_user(Role.OPERATOR, mine), to=theirs)

    assert Membership.objects.get(pk=membership.pk).organisation == theirs


def test_a_refusal_leaves_no_change_no_history_and_no_event(own_actions):
    unit = a_unit(an_institution())
    before = traces()

    @own_actions(OrganisationPermission.MANAGE)
    def rename_and_regret(unit, *, by):
        rename(unit, by=by, name="Salah")
        emit(OrganisationClosed(subject=unit, on="2026-01-01"))
        raise Refused("Tidak jadi.")

    with pytest.raises(Refused):
        rename_and_regret(unit, by=system())

    assert Organisation.objects.get(pk=unit.pk).name == unit.name
    assert traces() == before
    assert current.get() is None


def test_an_action_decides_on_what_is_true_now_not_on_what_was_loaded():
    membership = a_user(Role.OFFICER, a_unit(an_institution())).memberships.get()
    yesterdays_news = Membership.objects.get(pk=membership.pk)
    end(membership, by=system(), on=timezone.localdate())

    with pytest.raises(Refused, match="sudah berakhir"):
        end(yesterdays_news, by=system(), on=timezone.localdate())


def test_a_subject_that_is_gone_is_said_to_be_gone():
    unit = a_unit(an_institution())
    Organisation.objects.filter(pk=unit.pk).delete()

    with pytest.raises(Organisation.DoesNotExist):
        place(unit, by=system(), code="baru", name="Baru", kind="unit")


def test_the_history_tells_who_acted_from_where_and_in_which_request():
    unit = a_unit(an_institution())
    operator = a_user(Role.OPERATOR, unit, name="Pengelola Satu")
    token = origin.set(Origin("10.1.2.3", "permintaan-7"))

    placed = place(unit, by=operator, code="baru", name="Baru", kind="unit")
    origin.reset(token)

    change = changes_of(placed).last()
    assert (change.actor_id, change.actor_name) == (operator.pk, "Pengelola Satu")
    assert (change.address, change.request) == ("10.1.2.3", "permintaan-7")


def test_after_an_action_within_an_action_the_outer_actor_acts_again(own_actions):
    unit = a_unit(an_institution())
    operator = a_user(Role.OPERATOR, unit, name="Pengelola Luar")

    @own_actions(OrganisationPermission.MANAGE)
    def place_and_rename(unit, *, by):
        place(unit, by=system(), code="dalam", name="Dalam", kind="unit")
        rename(unit, by=by, name="Dinas Baru")
        emit(OrganisationClosed(subject=unit, on="2026-01-01"))

    place_and_rename(unit, by=operator)

    assert changes_of(unit).first().actor_name == "Pengelola Luar"
    assert Happening.objects.first().actor == operator


def test_after_an_action_a_bare_change_in_the_same_transaction_is_nobodys():
    unit = a_unit(an_institution())

    with transaction.atomic():
        placed = place(unit, by=system(), code="baru", name="Baru", kind="unit")
        Organisation.objects.filter(pk=placed.pk).update(name="Lain")

    assert changes_of(placed).first().actor_id is None


def test_a_lazy_subject_is_read_as_what_it_stands_for():
    unit = a_unit(an_institution())

    placed = place(
        SimpleLazyObject(lambda: unit), by=system(), code="baru", name="Baru", kind="unit"
    )

    assert placed.parent == unit


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_press_at_the_same_moment_one_succeeds():
    membership = a_user(Role.OFFICER, a_unit(an_institution())).memberships.get()
    actor, gate, outcomes = system(), Barrier(8), []

    def press():
        gate.wait()
        try:
            end(membership, by=actor, on=timezone.localdate())
            outcomes.append("done")
        except Refused as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    people = [Thread(target=press) for _one in range(8)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert sorted(outcomes) == ["Peran ini sudah berakhir."] * 7 + ["done"]
    assert Happening.objects.filter(name="membership.ended").count() == 1
    assert changes_of(membership).filter(operation="UPDATE").count() == 1
