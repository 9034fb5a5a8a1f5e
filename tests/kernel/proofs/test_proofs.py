"""Modules prove levels by their records; proofs are cumulative, dated, and follow events."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from caruban.kernel.accounts.roles import Role
from caruban.kernel.actors import Guest
from caruban.kernel.events.following import FOLLOWERS
from caruban.kernel.events.jobs import follow
from caruban.kernel.events.models import Happening
from caruban.kernel.organisations.events import UnitPlaced
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.proofs.actions import recompute, recompute_all
from caruban.kernel.proofs.interface import (
    PROVERS,
    Condition,
    Source,
    proves,
    supported_level,
)
from caruban.kernel.proofs.jobs import follow_events
from caruban.kernel.proofs.models import Proof
from caruban.kernel.proofs.queries import proofs_of
from tests.factories import a_unit, a_user, an_institution, system

pytestmark = pytest.mark.django_db

ONE = {"instrument": "uji", "number": 1}


@pytest.fixture(autouse=True)
def _a_prover():
    """Prove an indicator of a made-up instrument by the units that an institution has."""
    provers = dict(PROVERS)
    followers = {name: list(some) for name, some in FOLLOWERS.items()}
    PROVERS.clear()

    @proves("uji", 1, after=(UnitPlaced,))
    def units(institution, *, on):
        below = Organisation.objects.filter(institution=institution).exclude(pk=institution.pk)
        sources = tuple(Source.of(unit, f"/organisasi/{unit.pk}/") for unit in below)
        yield Condition(level=2, sentence="Ada dua unit.", met=below.count() > 1, sources=sources)
        yield Condition(level=1, sentence="Ada satu unit.", met=below.exists(), sources=sources)

    yield
    PROVERS.clear()
    PROVERS.update(provers)
    FOLLOWERS.clear()
    FOLLOWERS.update(followers)


def test_a_condition_is_kept_in_indonesian_and_told_in_the_readers_language():
    known = "Setiap rekomendasi reviu ditindaklanjuti."
    held = {"level": 5, "met": False, "sources": [], "missing": ""}
    proof = Proof(conditions=[held | {"sentence": known}, held | {"sentence": "Ada dua unit."}])

    with translation.override("en"):
        told = proof.told

    assert [one["sentence"] for one in told] == [
        "Every recommendation of the review is followed up.",
        "Ada dua unit.",
    ]
    assert told[0]["missing"] == ""
    assert [one["sentence"] for one in proof.told] == [known, "Ada dua unit."]


@pytest.mark.parametrize(
    ("met", "level"),
    [
        ({}, 0),
        ({1: [True]}, 1),
        ({1: [True], 2: [True], 3: [False]}, 2),
        ({1: [False], 2: [True], 3: [True]}, 0),
        ({1: [True], 2: [True, False], 3: [True]}, 1),
        ({3: [True], 1: [True], 2: [True]}, 3),
        ({1: [True], 3: [True], 5: [False]}, 3),
    ],
)
def test_a_level_needs_all_below(met, level):
    conditions = [
        Condition(level=step, sentence="Syarat", met=one) for step in met for one in met[step]
    ]

    assert supported_level(conditions) == level


def test_an_indicator_has_one_prover():
    with pytest.raises(TypeError, match="indicator 1 of uji has two provers"):
        proves("uji", 1)(lambda _institution, **_when: ())


def test_a_proof_names_its_conditions_in_order_and_their_records():
    home = an_institution()
    unit = a_unit(home)

    assert recompute(home, by=system(), **ONE)

    proof = Proof.objects.get()
    assert proof.level == 1
    assert [(one["level"], one["met"]) for one in proof.conditions] == [(1, True), (2, False)]
    assert proof.conditions[0]["sources"] == [
        {"label": unit.name, "url": f"/organisasi/{unit.pk}/"}
    ]


def test_asking_again_writes_only_when_the_answer_changed():
    home = an_institution()
    a_unit(home)

    assert recompute_all(home, by=system()) == 1
    assert recompute_all(home, by=system()) == 0
    assert Proof.objects.count() == 1

    a_unit(home)
    assert recompute_all(home, by=system()) == 1
    assert Proof.objects.count() == 2


def test_a_proof_is_shown_as_of_a_moment():
    home = an_institution()
    a_unit(home)
    reader = a_user(Role.SECRETARY, home)
    before = timezone.now()
    recompute_all(home, by=system())
    between = timezone.now()
    a_unit(home)
    recompute_all(home, by=system())

    def level(at, by=reader):
        return {number: row.level for number, row in proofs_of(home, "uji", by=by, at=at).items()}

    assert level(before - timedelta(days=1)) == {}
    assert level(between) == {1: 1}
    assert level(timezone.now()) == {1: 2}
    assert level(timezone.now(), by=a_user(Role.SECRETARY, an_institution())) == {}
    assert level(timezone.now(), by=Guest()) == {}


def test_a_proof_follows_the_events_that_change_it_however_often_they_are_told():
    home = an_institution()
    follow_events()
    a_unit(home)
    happening = Happening.objects.get()

    for _time in range(2):
        follow(happening=happening.pk)

    assert Proof.objects.get().level == 1
    assert Proof.objects.get().institution == home


def test_the_institutions_of_others_are_not_asked():
    home, abroad = an_institution(), an_institution()
    follow_events()
    a_unit(abroad)

    follow(happening=Happening.objects.get().pk)

    assert not Proof.objects.filter(institution=home).exists()


def test_only_the_secretariat_asks_again():
    home = an_institution()

    for actor in (a_user(Role.OFFICER, home), a_user(Role.SECRETARY, an_institution()), Guest()):
        with pytest.raises(PermissionDenied):
            recompute(home, by=actor, **ONE)

    assert recompute(home, by=a_user(Role.SECRETARY, home), **ONE)
