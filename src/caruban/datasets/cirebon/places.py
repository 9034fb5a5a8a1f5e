"""The regency, its units and its districts."""

from caruban.datasets.cirebon import files
from caruban.kernel.actors import Actor
from caruban.kernel.organisations.actions import found, place
from caruban.kernel.organisations.models import Organisation

REGION = "32.09"
DISTRICTS_SOURCE = "Kepmendagri 300.2.2-2430/2025"


def load_places(*, by: Actor) -> tuple[Organisation, int]:
    """Found the institution and place its units and districts; give it and how many were new.

    What is there stays as it is: a unit that somebody renamed, moved or closed is left alone.
    """
    units = files.rows("organisations.csv")
    institution = Organisation.objects.filter(parent=None, region_code=REGION).first()
    new = institution is None
    if institution is None:
        top = units[0]
        institution = found(
            by=by, code=top["code"], name=top["name"], region_code=REGION, source=top["source"]
        )
    held = {one.code: one for one in Organisation.objects.filter(institution=institution)}
    before = len(held) - new
    for row in units[1:]:
        if row["code"] not in held:
            held[row["code"]] = _unit(held[row["parent"]], row, by)
    for row in files.rows("districts.csv"):
        code = f"kec-{row['name'].lower().replace(' ', '-')}"
        if code not in held:
            held[code] = _district(institution, code, row, by)
    return institution, len(held) - before


def _unit(parent: Organisation, row: dict[str, str], by: Actor) -> Organisation:
    return place(
        parent, by=by, code=row["code"], name=row["name"], kind=row["kind"], source=row["source"]
    )


def _district(institution: Organisation, code: str, row: dict[str, str], by: Actor) -> Organisation:
    return place(
        institution,
        by=by,
        code=code,
        name=f"Kecamatan {row['name']}",
        kind=Organisation.Kind.DISTRICT,
        region_code=row["region_code"],
        source=DISTRICTS_SOURCE,
    )
