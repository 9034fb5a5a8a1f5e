"""Load Kabupaten Cirebon: all or nothing, and again as often as one likes."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from caruban.datasets.cirebon import files
from caruban.datasets.cirebon.demonstration import open_this_year
from caruban.datasets.cirebon.places import load_places
from caruban.evaluation.actions.assessments import record_result
from caruban.evaluation.actions.instruments import load_instrument
from caruban.evaluation.actions.notes import Remark, keep_notes
from caruban.evaluation.actions.plans import set_targets
from caruban.evaluation.models import Assessment, Instrument, Target
from caruban.evaluation.queries.targets import targets_of
from caruban.evaluation.rules import document as printed
from caruban.evaluation.rules.gap import TargetKey
from caruban.kernel.accounts import demo as accounts
from caruban.kernel.accounts.models import User
from caruban.kernel.actors import Actor
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.proofs.actions import recompute_all

LOADING = 0x0CA2BB  # advisory lock: two loads at once would both find nothing there


@dataclass(frozen=True)
class Loaded:
    """What a load found or made.

    places        how many organisations were new
    opened        this year's evaluation, if this load opened it
    accounts      the accounts that this load made, with their passwords
    """

    institution: Organisation
    places: int
    instruments: list[Instrument]
    result: Assessment
    targets: int
    notes: int
    opened: Assessment | None
    accounts: list[tuple[User, str]]


@transaction.atomic
def load(*, by: Actor, demo: bool = False) -> Loaded:
    """Load organisations, instruments, the result of 2021, the targets of 2024 and the notes.

    demo   open this year's evaluation as well, and make an account for each role

    A second load changes nothing, and what somebody changed meanwhile (a unit's name, a target, a
    newer edition of an instrument) stays. Raises what the actions raise; nothing is kept then.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING])
    institution, places = load_places(by=by)
    instruments = {one["code"]: _load_instrument(one, by) for one in files.instrument_documents()}
    result = _load_result(institution, instruments, by)
    targets = _load_targets(institution, instruments, by)
    notes = _load_notes(institution, result.instrument, by)
    today = timezone.localdate()
    opened = open_this_year(institution, by=by, on=today) if demo else None
    recompute_all(institution, by=by)
    return Loaded(
        institution=institution,
        places=places,
        instruments=list(instruments.values()),
        result=result,
        targets=targets,
        notes=notes,
        opened=opened,
        accounts=accounts.prepare(institution, by=by) if demo else [],
    )


def _load_instrument(document: dict[str, Any], by: Actor) -> Instrument:
    """Give the edition that a document made; a newer one that somebody loaded stays the newest."""
    held = Instrument.objects.filter(code=document["code"], document=document)
    return held.first() or load_instrument(by=by, document=document)


def _load_result(
    institution: Organisation, instruments: Mapping[str, Instrument], by: Actor
) -> Assessment:
    told = files.told("index_2021.yaml")
    held = Assessment.objects.filter(
        institution=institution, year=told["year"], instrument__code=told["instrument"]
    )
    return held.first() or record_result(
        institution,
        by=by,
        instrument=instruments[told["instrument"]],
        year=told["year"],
        levels=told["levels"],
        provenance=told["provenance"],
        note=told["provenance_note"],
    )


def _load_targets(
    institution: Organisation, instruments: Mapping[str, Instrument], by: Actor
) -> int:
    """Set the targets of the year where it has none; give how many it has."""
    told = files.told("targets_2024.yaml")
    instrument = instruments[told["instrument"]]
    if held := targets_of(institution, instrument, told["year"]).count():
        return held
    of_domain, of_aspect = Target.Subject.DOMAIN, Target.Subject.ASPECT
    values: dict[TargetKey, Decimal] = {(Target.Subject.INDEX, 0): Decimal(told["index"])}
    values |= {(of_domain, number): Decimal(text) for number, text in told["domains"].items()}
    values |= {(of_aspect, number): Decimal(text) for number, text in told["aspects"].items()}
    targets = set_targets(
        institution,
        by=by,
        instrument=instrument,
        year=told["year"],
        values=values,
        descriptions={(of_domain, number): text for number, text in told["descriptions"].items()},
        source=told["source"],
    )
    return len(targets)


def _load_notes(institution: Organisation, instrument: Instrument, by: Actor) -> int:
    told = files.told("document_notes.yaml")
    remarks = [
        Remark(
            where=row["where"],
            printed=row["printed"],
            says=row["says"],
            computed=_computed(instrument, row.get("computed", {})),
        )
        for row in told["notes"]
    ]
    return len(keep_notes(institution, by=by, source=told["source"], remarks=remarks))


def _computed(instrument: Instrument, asked: Mapping[str, str]) -> Decimal | None:
    """Give the figure that a note asks for: from the printed aspects, or from the targets."""
    for where, what in asked.items():
        aspects: Mapping[int, Any] = _ASPECTS[where]()
        values = {number: Decimal(text) for number, text in aspects.items()}
        return printed.recompute(instrument.content, values, what)
    return None


_ASPECTS = {
    "printed_aspects": lambda: files.told("index_2021.yaml")["printed"]["aspects"],
    "targets": lambda: files.told("targets_2024.yaml")["aspects"],
}
