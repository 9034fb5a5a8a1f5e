"""A place is shown to whom may see it now: its permission is asked each time, in one query."""

import pytest

from caruban.evaluation.permissions import EvaluationPermission
from caruban.kernel.accounts.actions import end
from caruban.kernel.accounts.models import Membership
from caruban.kernel.organisations.permissions import OrganisationPermission
from caruban.kernel.workspace.places import Place, shown
from tests.evaluation.factories import an_assessment
from tests.factories import a_user, an_institution, system

pytestmark = pytest.mark.django_db
READ = EvaluationPermission.READ


def place_of(assessment, url="/e/"):
    return Place.of(url, str(assessment), subject=assessment, permission=READ)


def test_a_record_is_shown_to_whom_may_read_it_and_to_nobody_else():
    assessment = an_assessment()
    place = place_of(assessment)

    assert shown([place], to=a_user("secretary", assessment.institution)) == [place]
    assert shown([place], to=a_user("secretary", an_institution())) == []
    assert shown([place], to=a_user()) == []


def test_a_record_that_is_gone_is_shown_to_nobody():
    assessment = an_assessment()
    reader = a_user("secretary", assessment.institution)
    gone = Place("/e/", "Hilang", model="evaluation.assessment", pk=10**9, permission=str(READ))

    assert shown([gone], to=reader) == []


def test_who_left_sees_the_record_no_more(django_user_model):
    assessment = an_assessment()
    reader = a_user("secretary", assessment.institution)
    place = place_of(assessment)
    assert shown([place], to=reader) == [place]

    end(Membership.objects.get(user=reader), by=system(), on=reader.memberships.get().valid_from)

    again = django_user_model.objects.get(pk=reader.pk)
    assert shown([place], to=again) == []


def test_a_page_without_a_record_asks_its_permission_anywhere():
    page = Place.of("/daftar/", "Daftar", permission=READ)

    assert shown([page], to=a_user("secretary", an_institution())) == [page]
    assert shown([page], to=a_user()) == []
    assert shown([Place("/akun/", "Akun")], to=a_user())


@pytest.mark.parametrize(
    "unknown",
    [
        Place("/a/", "A", permission="tidak.ada"),
        Place("/a/", "A", model="evaluation.assessment", pk=1, permission="tidak.ada"),
        Place("/a/", "A", model="tidak.ada", pk=1, permission=str(READ)),
    ],
)
def test_what_the_house_does_not_know_any_more_is_not_shown(unknown):
    assert shown([unknown], to=system()) == []


def test_places_of_many_tables_keep_their_order_and_cost_one_query(django_assert_num_queries):
    assessment = an_assessment()
    institution = assessment.institution
    reader = a_user("secretary", institution)
    assert reader.holdings
    several = [
        place_of(assessment, "/2/"),
        Place.of("/1/", "Instansi", subject=institution, permission=OrganisationPermission.READ),
        Place("/0/", "Akun"),
        place_of(assessment, "/3/"),
    ]

    with django_assert_num_queries(1):
        assert shown(several, to=reader) == several


def test_the_same_key_under_another_permission_is_asked_for_itself():
    assessment = an_assessment()
    inside, outside = (
        Place.of(f"/{one}/", "", subject=assessment, permission=one)
        for one in (READ, EvaluationPermission.READ_INDEX)
    )

    assert shown([inside, outside], to=a_user()) == [outside]


def test_a_record_without_a_permission_is_refused():
    with pytest.raises(ValueError, match="permission"):
        Place.of("/e/", "E", subject=an_institution())


def test_a_signed_word_comes_back_as_the_place_and_no_other_word_does():
    place = Place("/e/", "Evaluasi", "Jenis", "evaluation.assessment", 7, str(READ))

    assert Place.read(place.word) == place
    with pytest.raises(ValueError, match="ours"):
        Place.read(place.word[:-1] + "!")
