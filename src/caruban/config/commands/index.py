"""`caruban index --institution 32.09 --year 2021`: an index with its domains and aspects.

It shows what everybody may see, finished evaluations; `--internal` also those under way, as the
system sees them: whoever can run this command holds the database anyhow.
"""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from caruban.config.problems import WRONG, Problem

if TYPE_CHECKING:
    from caruban.evaluation.queries.tables import Row, Table

HELP = "print the index of an institution for a year"
NEEDS_DATA = True


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments; `run` checks them, so that a mistake is told in one line."""
    parser.add_argument("--institution", default="", metavar="CODE", help="region code, as 32.09")
    parser.add_argument("--year", default="", help="year of the evaluation, as 2021")
    parser.add_argument("--instrument", default="", metavar="CODE", help="by this instrument")
    parser.add_argument("--internal", action="store_true", help="evaluations under way as well")
    parser.add_argument("--json", action="store_true", help="the shape of the API")


def run(arguments: Namespace) -> int:
    """Print the index. Raises Problem, in one line, for a bad argument."""
    from django.db import ProgrammingError
    from django.http import Http404

    try:
        table = _table(arguments)
    except (ValueError, Http404) as error:
        raise Problem(str(error), status=WRONG) from error
    except ProgrammingError as error:
        raise Problem("the database has no tables yet; run first: caruban prepare") from error
    if arguments.json:
        from caruban.evaluation.queries.summary import summary

        print(json.dumps(summary(table), ensure_ascii=False, indent=2))
        return 0
    print("\n".join(told(table)))
    return 0


def _table(arguments: Namespace) -> "Table":
    from caruban.evaluation.queries.assessments import find
    from caruban.evaluation.queries.tables import table
    from caruban.kernel.accounts.models import User
    from caruban.kernel.actors import Actor, Guest

    if not arguments.institution:
        raise ValueError("isi --institution dengan kode wilayah, misalnya 32.09.")
    year = str(arguments.year)
    if not (year.isascii() and year.isdigit() and len(year) == len("2021")):
        raise ValueError(f"isi --year dengan tahun, misalnya 2021, bukan {year!r}.")
    by: Actor = User.objects.system() if arguments.internal else Guest()
    assessment = find(
        by=by, region=arguments.institution, year=int(year), instrument=arguments.instrument
    )
    return table(assessment, by=by)


def told(table: "Table") -> Iterator[str]:
    """Say an index in aligned lines, numbers as Indonesians write them."""
    from caruban.kernel.web.formats import score

    assessment = table.assessment
    yield f"{assessment.institution} ({assessment.institution.region_code}), {assessment.year}"
    yield (
        f"{table.top.name}: {score(table.top.printed)} ({table.index.predicate.name}), "
        f"nilai {table.basis.label}"
    )
    yield f"Instrumen: {assessment.instrument} [{assessment.instrument.code}]"
    if assessment.provenance == assessment.Provenance.RECONSTRUCTED:
        yield f"Tingkat per indikator {assessment.get_provenance_display()}."
    if table.index.missing:
        yield f"Belum dinilai: {len(table.index.missing)} indikator."
    yield ""
    width = max(len(_named(row)) for row in _shown(table))
    yield f"{'':<{width}}  {'Bobot':>7}  {'Nilai':>5}"
    for row in _shown(table):
        weight = f"{score(row.weight)}%"
        yield f"{_named(row):<{width}}  {weight:>7}  {score(row.printed):>5}"


def _shown(table: "Table") -> "Iterator[Row]":
    for domain in table.domains:
        yield domain
        yield from domain.children


def _named(row: "Row") -> str:
    indent = "  " if row.kind == "domain" else "    "
    return f"{indent}{row.kind.capitalize().replace('Aspect', 'Aspek')} {row.number} {row.name}"
