"""How far a membership carries: its units, its institution, everywhere, and not one step more."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from caruban.kernel.access import get_visible_or_404, may, reached, require, visible
from caruban.kernel.accounts.actions import end
from caruban.kernel.accounts.models import Membership, User
from caruban.kernel.accounts.permissions import AccountPermission
from caruban.kernel.accounts.roles import GRANTS, Reach, Role, grant_of
from caruban.kernel.actors import Guest
from caruban.kernel.documents.models import Document
from caruban.kernel.documents.permissions import DocumentPermission
from caruban.kernel.organisations.actions import close
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.organisations.permissions import OrganisationPermission
from caruban.kernel.permissions import declared
from caruban.kernel.proofs.permissions import ProofPermission
from tests.factories import a_unit, a_user, an_institution, system

pytestmark = pytest.mark.django_db

GIVEN = sorted(set(Role) - {Role.CITIZEN, Role.SYSTEM})


def again(user: User) -> User:
    """Give the user as the next request reads it."""
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("role", GIVEN)
def test_a_role_holds_what_the_table_says_and_only_as_far(role):
    home = an_institution()
    mine, beside, abroad = a_unit(home), a_unit(home), a_unit(an_institution())
    places = {"mine": mine, "below": a_unit(mine), "beside": beside, "home": home, "abroad": abroad}
    user = a_user(role, mine)

    for name, permission in declared().items():
        held = {where for where, place in places.items() if may(user, permission, place)}

        assert (name, held) == (name, expected_reach(role, grant_of(name)))
        assert may(user, permission) is bool(held)


def expected_reach(role, grant):
    if grant.is_public:
        return {"mine", "below", "beside", "home", "abroad"}
    if role not in grant.roles:
        return set()
    return {
        Reach.SUBTREE: {"mine", "below"},
        Reach.INSTITUTION: {"mine", "below", "beside", "home"},
        Reach.EVERYWHERE: {"mine", "below", "beside", "home", "abroad"},
    }[grant.reach]


def test_a_guest_and_somebody_without_a_role_hold_what_every_citizen_holds():
    unit, nobody = a_unit(an_institution()), a_user()

    for name, permission in declared().items():
        for actor in (Guest(), nobody):
            assert (name, may(actor, permission, unit)) == (name, GRANTS[name].is_public)
            assert (name, may(actor, permission)) == (name, GRANTS[name].is_public)


def test_a_narrowed_queryset_and_the_single_question_agree():
    home = an_institution()
    mine = a_unit(home)
    for unit in (mine, a_unit(mine), a_unit(home), a_unit(an_institution())):
        Document.objects.create(organisation=unit, title=str(unit))
    membership = AccountPermission.READ
    user, operator = a_user(Role.SECRETARY, mine), a_user(Role.OPERATOR, mine)

    for actor, permission, model, count in (
        (user, DocumentPermission.READ, Document, 3),
        (operator, DocumentPermission.READ, Document, 3),
        (user, membership, Membership, 2),
        (Guest(), DocumentPermission.READ, Document, 0),
    ):
        seen = set(visible(model, to=actor, permission=permission))
        assert seen == {row for row in model.objects.all() if may(actor, permission, row)}
        assert len(seen) == count


def test_two_memberships_reach_both_places():
    first, second, third = (a_unit(an_institution()) for _one in range(3))
    user = a_user(Role.OPERATOR, first)
    Membership.objects.create(
        user=user, role=Role.OPERATOR, organisation=second, valid_from=timezone.localdate()
    )

    seen = visible(Membership, to=again(user), permission=AccountPermission.READ)

    assert reached(again(user), AccountPermission.READ) == (first.path, second.path)
    assert set(seen.values_list("organisation", flat=True)) == {first.pk, second.pk}
    assert not may(again(user), AccountPermission.READ, third)


def test_an_organisation_whose_number_begins_alike_is_not_below():
    unit = a_unit(an_institution())
    user = a_user(Role.OPERATOR, unit)
    lookalike = Organisation(path=unit.path.removesuffix(".") + "7.", institution=unit.institution)

    assert not may(user, OrganisationPermission.MANAGE, lookalike)


def test_another_institutions_record_is_not_there():
    stranger = a_user(Role.SECRETARY, an_institution())
    document = Document.objects.create(organisation=an_institution(), title="Rencana")
    asked = {"to": stranger, "permission": DocumentPermission.READ}

    with pytest.raises(Http404):
        get_visible_or_404(Document, **asked, pk=document.pk)
    with pytest.raises(Http404):
        get_visible_or_404(Document, **asked, pk=document.pk + 1)
    with pytest.raises(Http404):
        get_visible_or_404(Document, **asked, pk="bukan angka")


def test_a_role_begins_and_ends_with_its_days():
    today, day = timezone.localdate(), timedelta(days=1)
    unit = a_unit(an_institution())

    def may_read(**period):
        return may(a_user(Role.AUDITOR, unit, **period), DocumentPermission.READ, unit)

    assert may_read(since=today, until=today)
    assert not may_read(since=today + day)
    assert not may_read(since=today - 9 * day, until=today - day)


def test_a_leavers_rights_are_gone_with_the_next_request():
    unit = a_unit(an_institution())
    user = a_user(Role.OFFICER, unit)
    assert may(user, DocumentPermission.READ, unit)

    end(user.memberships.get(), by=system(), on=timezone.localdate())

    assert not may(again(user), DocumentPermission.READ, unit)
    assert not visible(Document, to=again(user), permission=DocumentPermission.READ).exists()


def test_a_closed_account_holds_nothing():
    unit = a_unit(an_institution())
    user = a_user(Role.SECRETARY, unit)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert not may(again(user), DocumentPermission.READ, unit)


def test_a_closed_unit_gives_its_members_no_rights():
    unit = a_unit(an_institution())
    user = a_user(Role.OFFICER, unit)

    close(unit, by=system(), on=timezone.localdate() - timedelta(days=1))

    assert not may(again(user), DocumentPermission.READ, unit)


def test_a_permission_that_the_table_lacks_is_held_by_nobody():
    assert grant_of("invented.verb").roles == frozenset()
    assert not may(system(), "invented.verb", an_institution())


def test_a_model_that_names_no_organisation_is_seen_by_nobody():
    everywhere = system()

    assert not may(everywhere, ProofPermission.RECOMPUTE, Permission.objects.first())
    assert not visible(Permission, to=everywhere, permission=ProofPermission.RECOMPUTE).exists()
    with pytest.raises(PermissionDenied):
        require(everywhere, ProofPermission.RECOMPUTE, Permission.objects.first())
