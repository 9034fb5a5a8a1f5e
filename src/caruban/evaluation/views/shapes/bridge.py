"""The bridge from an older instrument to a newer one, aspect by aspect."""

from dataclasses import dataclass

from django.urls import reverse

from caruban.evaluation.models import Instrument
from caruban.evaluation.names import named
from caruban.evaluation.queries.bridge import Crossing, Served
from caruban.evaluation.rules.instrument import Part
from caruban.kernel.access import may
from caruban.kernel.actors import Actor
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.proofs.permissions import ProofPermission


@dataclass(frozen=True)
class Old:
    """One older indicator: its level, the level proved, whether its serving is our own guess."""

    number: int
    name: str
    href: str
    level: int
    proved: int
    is_guessed: bool


@dataclass(frozen=True)
class New:
    """One newer indicator with the older ones that serve it."""

    number: int
    name: str
    href: str
    served_by: list[Old]


@dataclass(frozen=True)
class Group:
    """The newer indicators of one aspect."""

    aspect: Part
    name: str
    lines: list[New]


@dataclass(frozen=True)
class Page:
    """All that the page draws; `older` is the name of the instrument replaced, "" for none."""

    institution: Organisation
    instrument: Instrument
    name: str
    groups: list[Group]
    served: int
    count: int
    shows_proofs: bool


def crossing_page(
    institution: Organisation, instrument: Instrument, found: list[Crossing], by: Actor
) -> Page:
    """Shape the crossings of an institution for drawing."""
    content = instrument.content
    groups = [
        Group(
            aspect,
            named(aspect),
            [_new(instrument, one) for one in found if one.indicator.aspect == aspect.number],
        )
        for aspect in content.aspects
    ]
    return Page(
        institution=institution,
        instrument=instrument,
        name=named(content),
        groups=groups if found else [],
        served=sum(bool(one.served_by) for one in found),
        count=len(found),
        shows_proofs=may(by, ProofPermission.READ, institution),
    )


def _new(instrument: Instrument, one: Crossing) -> New:
    place = reverse("evaluation:instrument", args=[instrument.code])
    older = reverse("evaluation:instrument", args=[instrument.content.replaces])
    return New(
        number=one.indicator.number,
        name=named(one.indicator),
        href=f"{place}#i{one.indicator.number}",
        served_by=[_old(older, served) for served in one.served_by],
    )


def _old(place: str, served: Served) -> Old:
    return Old(
        number=served.link.old.number,
        name=named(served.link.old),
        href=f"{place}#i{served.link.old.number}",
        level=served.level or 0,
        proved=served.proved or 0,
        is_guessed=served.link.guessed,
    )
