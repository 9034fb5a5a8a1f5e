"""What an institution's older levels and proofs serve in a newer instrument."""

from dataclasses import dataclass
from datetime import datetime

from caruban.evaluation.models import Instrument
from caruban.evaluation.queries.assessments import of_institution
from caruban.evaluation.queries.index import current_basis, levels_of
from caruban.evaluation.rules.bridge import Link, bridge
from caruban.evaluation.rules.instrument import Indicator
from caruban.kernel.actors import Actor
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.proofs.queries import proofs_of


@dataclass(frozen=True)
class Served:
    """An older indicator that serves a newer one, with the level reached and the level proved."""

    link: Link
    level: int | None
    proved: int | None


@dataclass(frozen=True)
class Crossing:
    """One indicator of the newer instrument, and the older ones that serve it."""

    indicator: Indicator
    served_by: list[Served]


def crossings(
    institution: Organisation, instrument: Instrument, *, by: Actor, at: datetime
) -> list[Crossing]:
    """Give each indicator of an instrument with the older ones' levels and proofs at a moment.

    The older instrument is the one that it replaces; levels are those of the institution's latest
    evaluation by it. Empty for an instrument that replaces none that is loaded.
    """
    new = instrument.content
    older = Instrument.objects.filter(code=new.replaces).order_by("-edition").first()
    if older is None:
        return []
    last = of_institution(institution, by=by).filter(instrument__code=new.replaces).first()
    levels = levels_of(last, current_basis(last), by=by) if last else {}
    proofs = proofs_of(institution, new.replaces, by=by, at=at)
    links = bridge(older.content, new)
    return [
        Crossing(
            indicator,
            [
                Served(
                    link,
                    levels.get(link.old.number),
                    proofs[link.old.number].level if link.old.number in proofs else None,
                )
                for link in links[indicator.number]
            ],
        )
        for indicator in new.indicators
    ]
