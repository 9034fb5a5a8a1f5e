"""The evaluation of this year, opened and handed out to try; no answer is invented."""

from datetime import date, timedelta

from caruban.datasets.cirebon import files
from caruban.evaluation.actions.assessments import (
    assign_many,
    begin,
    open_assessment,
)
from caruban.evaluation.models import Assessment
from caruban.evaluation.queries.instruments import in_force
from caruban.kernel.actors import Actor
from caruban.kernel.organisations.models import Organisation

WEEKS = 4


def open_this_year(institution: Organisation, *, by: Actor, on: date) -> Assessment | None:
    """Open the evaluation of the year of a day, date it, assign every indicator and begin.

    By the newest instrument in force that year. None where the year has an evaluation already.
    """
    if Assessment.objects.filter(institution=institution, year=on.year).exists():
        return None
    instrument = in_force(on.year)[0]
    assessment = open_assessment(
        institution, by=by, instrument=instrument, year=on.year, due_on=due_after(on)
    )
    numbers = [one.number for one in instrument.content.indicators]
    for code, assigned in units_by_subject(instrument.code, numbers).items():
        unit = Organisation.objects.get(institution=institution, code=code)
        assign_many(assessment, by=by, numbers=assigned, unit=unit)
    return begin(assessment, by=by)


def due_after(day: date) -> date:
    """Give a Monday four weeks on, or a little later."""
    later = day + timedelta(weeks=WEEKS)
    return later + timedelta(days=-later.weekday() % 7)


def units_by_subject(instrument: str, numbers: list[int]) -> dict[str, list[int]]:
    """Give the indicators that each unit answers, by the unit's code; every indicator once."""
    table = files.told("assignment.yaml")
    unit_of = {
        number: row["unit"] for row in table.get(instrument, ()) for number in row["indicators"]
    }
    assigned: dict[str, list[int]] = {}
    for number in numbers:
        assigned.setdefault(unit_of.get(number, table["default"]), []).append(number)
    return assigned
