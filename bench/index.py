"""The index of 1,000 institutions over 5 years, recomputed in one run; beside plain ways to do it.

    script/bench index

All ways must give the same index, domains, aspects (as printed) and predicates, or it fails.
"""

import random
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from bench._ground import Measured, a_database, measure, show, tell
from caruban.evaluation.rules.bulk import Scores, compute_many
from caruban.evaluation.rules.index import compute, rounded
from caruban.evaluation.rules.instrument import Instrument
from caruban.evaluation.rules.parsing import parse

INSTITUTIONS, YEARS = 1000, (2021, 2022, 2023, 2024, 2025)
DOCUMENT = files("caruban.evaluation") / "instruments" / "permenpanrb-59-2020.yaml"
Figures = list[tuple[int, ...]]  # by evaluation: index, domains, aspects in hundredths
CENT = Decimal("0.01")


def main() -> None:
    """Measure from values in memory, then from a database."""
    document = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    instrument = parse(document)
    rows = invented(instrument)
    from_memory(instrument, document, rows)
    tell("preparing a database with 5,000 evaluations ...")
    with a_database():
        from_database(instrument, document, rows)
    print(f"\nPeak memory of the whole process: {resident_peak():.0f} MiB")


def resident_peak() -> float:
    """Give the most memory that this process held, in MiB (getrusage would count its parent's)."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def invented(instrument: Instrument) -> list[list[int]]:
    """Give levels for every evaluation; always the same ones."""
    dice = random.Random(59_2020)
    many = len(instrument.indicators)
    return [
        [dice.randint(1, 5) for _one in range(many)] for _row in range(INSTITUTIONS * len(YEARS))
    ]


def from_memory(instrument: Instrument, document: Mapping[str, Any], rows: list[list[int]]) -> None:
    """Compare the ways from levels at hand."""
    numbers = [one.number for one in instrument.indicators]
    cells = [dict(zip(numbers, row, strict=True)) for row in rows]
    ways = [
        measure("spreadsheet: dicts, a formula per cell", lambda: spreadsheet(document, cells)),
        measure("rules.index, one by one", lambda: one_by_one(instrument, cells), rounds=3),
        measure("rules.bulk, all at once", lambda: compute_many(instrument, rows).cents),
    ]
    scores = compute_many(instrument, rows)
    ask_same(ways, scores)
    ask_predicates(document, scores)
    report("From levels in memory", ways)


def from_database(
    instrument: Instrument, document: Mapping[str, Any], rows: list[list[int]]
) -> None:
    """Compare the ways from rows of the database, reading them included."""
    from caruban.evaluation.models import Assessment

    fill(document, rows)
    joined = Assessment.objects.select_related("instrument").defer("instrument__document")
    held = list(joined.order_by("pk"))
    ways = [
        measure("spreadsheet: dicts, a formula per cell", lambda: read_and_spread(document), 3),
        measure("queries.index.indices_of", lambda: queried(instrument, held), 3),
        measure("arrays into rules.bulk", lambda: compute_many(instrument, arrays()).cents),
    ]
    ask_same(ways, compute_many(instrument, rows))
    report("From the database, reading included", ways)


def spreadsheet(document: Mapping[str, Any], cells: Sequence[Mapping[int, int]]) -> Figures:
    """Compute as a spreadsheet does: each figure a formula over cells, exact decimals."""
    weights = {row["number"]: Decimal(row["weight"]) for row in document["indicators"]}
    aspect_of = {row["number"]: row["aspect"] for row in document["indicators"]}
    domain_of = {row["number"]: row["domain"] for row in document["aspects"]}
    parts = [
        [*weights],
        *(
            [number for number in weights if domain_of[aspect_of[number]] == row["number"]]
            for row in document["domains"]
        ),
        *(
            [number for number in weights if aspect_of[number] == row["number"]]
            for row in document["aspects"]
        ),
    ]
    wholes = [sum(weights[number] for number in part) for part in parts]
    figures = []
    for row in cells:
        values = [
            sum(weights[number] * row[number] for number in part) / whole
            for part, whole in zip(parts, wholes, strict=True)
        ]
        figures.append(tuple(int(_printed(value) * 100) for value in values))
    return figures


def one_by_one(instrument: Instrument, cells: Sequence[Mapping[int, int]]) -> Figures:
    """Compute as the pages do, one evaluation after the other."""
    return [
        figures(compute(instrument, {number: Decimal(level) for number, level in row.items()}))
        for row in cells
    ]


def figures(index: Any) -> tuple[int, ...]:
    """Give index, domains and aspects in hundredths, as printed."""
    values = [index.value, *index.domains.values(), *index.aspects.values()]
    return tuple(int(rounded(value) * 100) for value in values)


def queried(instrument: Instrument, held: Sequence[Any]) -> Figures:
    """Compute with the query that comparison and trend use."""
    from caruban.evaluation.queries.index import indices_of

    found = indices_of(held)
    return [figures(found[one.pk]) for one in held]


def read_and_spread(document: Mapping[str, Any]) -> Figures:
    """Read every cell, then compute as a spreadsheet does."""
    from caruban.evaluation.models import Answer

    cells: dict[int, dict[int, int]] = {}
    for assessment, number, level in Answer.objects.values_list(
        "assessment_id", "number", "final_level"
    ):
        cells.setdefault(assessment, {})[number] = level
    return spreadsheet(document, [cells[key] for key in sorted(cells)])


def arrays() -> list[list[int]]:
    """Read the levels of every evaluation, an array for each."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(final_level ORDER BY number) FROM evaluation_answer "
            "GROUP BY assessment_id ORDER BY assessment_id"
        )
        return [row[0] for row in cursor]


def fill(document: Mapping[str, Any], rows: list[list[int]]) -> None:
    """Put institutions, evaluations and their final levels into the database."""
    from django.db import connection

    from caruban.evaluation.actions.instruments import load_instrument
    from caruban.evaluation.models import Assessment
    from caruban.kernel.accounts.models import User
    from caruban.kernel.organisations.models import Organisation

    instrument = load_instrument(by=User.objects.system(), document=document)
    places = Organisation.objects.bulk_create(
        Organisation(code=f"i{place}", name=f"Instansi {place}", kind="institution", path="?")
        for place in range(INSTITUTIONS)
    )
    assessments = Assessment.objects.bulk_create(
        Assessment(institution=place, instrument=instrument, year=year, state="final")
        for place in places
        for year in YEARS
    )
    columns = "assessment_id, unit_id, number, final_level"
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE told (assessment_id bigint, unit_id bigint, number int, "
            "final_level int)"
        )
        with cursor.copy(f"COPY told ({columns}) FROM STDIN") as copy:
            for one, row in zip(assessments, rows, strict=True):
                for indicator, level in zip(document["indicators"], row, strict=True):
                    copy.write_row((one.pk, one.institution_id, indicator["number"], level))
        cursor.execute(
            f"INSERT INTO evaluation_answer ({columns}, version, created_at, updated_at, "
            f"claimed_items, narrative, is_complete) SELECT {columns}, 1, now(), now(), "
            "'[]', '', false FROM told ORDER BY 1, 3"
        )
        cursor.execute("ANALYZE evaluation_answer, evaluation_assessment")


def ask_same(ways: Sequence[Measured], scores: Scores) -> None:
    """Fail unless every way gave the same figures."""
    expected = [tuple(row) for row in scores.cents.tolist()]
    for way in ways:
        gave = way.gave if isinstance(way.gave, list) else [tuple(row) for row in way.gave.tolist()]
        if gave != expected:
            raise SystemExit(f"{way.name} gives other figures")


def ask_predicates(document: Mapping[str, Any], scores: Scores) -> None:
    """Fail unless the predicates are those that a reader of the table of predicates finds."""
    bands = sorted((Decimal(row["from"]), row["name"]) for row in document["predicates"])
    for cents, predicate in zip(scores.cents[:, 0].tolist(), scores.predicates, strict=True):
        found = [name for low, name in bands if low <= Decimal(cents) / 100] or [bands[0][1]]
        if found[-1] != predicate.name:
            raise SystemExit(f"{cents / 100} is {predicate.name} here and {found[-1]} there")


def report(title: str, ways: Sequence[Measured]) -> None:
    """Print rate, ratio to the first way, and peak memory."""
    many = INSTITUTIONS * len(YEARS)
    slowest = ways[0].median
    show(
        f"{title}: {INSTITUTIONS:,} institutions x {len(YEARS)} years = {many:,} evaluations",
        ("way", "median", "evaluations/s", "ratio", "peak memory"),
        [
            (
                way.name,
                f"{way.median * 1000:,.1f} ms",
                f"{many / way.median:,.0f}",
                f"{slowest / way.median:,.1f}x",
                f"{way.peak / 2**20:,.1f} MiB",
            )
            for way in ways
        ],
    )
    print(f"  all {len(ways)} ways gave the same index, domains and aspects, to the hundredth")


def _printed(value: Decimal) -> Decimal:
    # as a spreadsheet does, after fifteen places
    return value.quantize(Decimal("1e-15"), ROUND_HALF_UP).quantize(CENT, ROUND_HALF_UP)


if __name__ == "__main__":
    main()
