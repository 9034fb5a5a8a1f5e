"""The table of an index: index, domains, aspects, indicators; for pages, spreadsheets and API."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from caruban.evaluation.models import Assessment
from caruban.evaluation.queries.assessments import previous
from caruban.evaluation.queries.index import Basis, current_basis, index_of
from caruban.evaluation.queries.targets import target_values, target_year
from caruban.evaluation.rules.gap import Gap, TargetKey
from caruban.evaluation.rules.index import Index, rounded
from caruban.evaluation.rules.instrument import HUNDRED, Indicator, Instrument, Part
from caruban.kernel.actors import Actor


def heat_of(value: Decimal | None) -> int:
    """Give the dye of a value, 1 (lowest) to 5; 0 where nothing is known."""
    return 0 if value is None else min(5, max(1, int(rounded(value))))


@dataclass(frozen=True)
class Row:
    """One row: the index, a domain, an aspect or an indicator, with what lies below it.

    kind    "index", "domain", "aspect" or "indicator"
    weight  percent of the index
    value   exact, 0 to 5; None for an indicator that nobody answered. `last`: of the year before
    heat    1 (lowest) to 5, for colours; 0 where nothing is known
    """

    kind: str
    number: int
    name: str
    name_en: str
    weight: Decimal
    value: Decimal | None
    last: Decimal | None
    target: Decimal | None
    children: tuple["Row", ...] = ()

    @property
    def printed(self) -> Decimal | None:
        return None if self.value is None else rounded(self.value)

    @property
    def gap(self) -> Gap | None:
        """Give value beside target; None without a target."""
        if self.target is None:
            return None
        return Gap(self.value or Decimal(0), self.target)

    @property
    def heat(self) -> int:
        return heat_of(self.value)

    def walk(self) -> Iterator["Row"]:
        """Give this row and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Table:
    """The table of one evaluation on one basis.

    top          the row of the index; all others lie below it
    target_year  the year of the targets shown; None where none are set
    last         the evaluation that `Row.last` comes from
    """

    assessment: Assessment
    basis: Basis
    index: Index
    top: Row
    target_year: int | None
    last: Assessment | None

    @property
    def rows(self) -> list[Row]:
        return list(self.top.walk())

    @property
    def domains(self) -> tuple[Row, ...]:
        return self.top.children

    @property
    def aspects(self) -> list[Row]:
        return [row for row in self.rows if row.kind == "aspect"]


def table(
    assessment: Assessment,
    *,
    by: Actor,
    basis: Basis | None = None,
    at: datetime | None = None,
    compared: Assessment | None = None,
    targets_of: int | None = None,
    index: Index | None = None,
) -> Table:
    """Give the table of an evaluation.

    basis       by default the one that stands now
    compared    the evaluation in the column `last`; by default the last finished one before
    targets_of  the year whose targets are shown; by default the next that has any
    index       on this basis and moment, where the reader, who may see it, has it at hand

    Raises PermissionDenied as `queries.index.index_of` does.
    """
    basis = basis or current_basis(assessment)
    index = index or index_of(assessment, basis, by=by, at=at)
    last = compared or previous(assessment)
    before = index_of(last, current_basis(last), by=by) if last else None
    year = targets_of or target_year(assessment)
    targets = target_values(assessment.institution, assessment.instrument, year) if year else {}
    content = assessment.instrument.content
    top = _Builder(content, index, before, targets).top()
    return Table(assessment, basis, index, top, year if targets else None, last)


class _Builder:
    def __init__(
        self,
        instrument: Instrument,
        index: Index,
        before: Index | None,
        targets: Mapping[TargetKey, Decimal],
    ) -> None:
        self.instrument = instrument
        self.now = values_by_key(index)
        self.before = values_by_key(before) if before else {}
        self.targets = targets

    def top(self) -> Row:
        domains = tuple(
            self.row("domain", one, one.weight, self.aspects(one.number))
            for one in self.instrument.domains
        )
        return self.row("index", None, HUNDRED, domains)

    def aspects(self, domain: int) -> tuple[Row, ...]:
        return tuple(
            self.row("aspect", one, one.weight, self.indicators(one.number))
            for one in self.instrument.aspects_of(domain)
        )

    def indicators(self, aspect: int) -> tuple[Row, ...]:
        return tuple(
            self.row("indicator", one, one.weight) for one in self.instrument.indicators_of(aspect)
        )

    def row(
        self,
        kind: str,
        part: Part | Indicator | None,
        weight: Decimal,
        children: tuple[Row, ...] = (),
    ) -> Row:
        key = (kind, part.number if part else 0)
        return Row(
            kind=kind,
            number=key[1],
            name=part.name if part else self.instrument.index_name,
            name_en=part.name_en if part else self.instrument.index_name_en,
            weight=weight,
            value=self.now.get(key),
            last=self.before.get(key),
            target=self.targets.get(key),
            children=children,
        )


def values_by_key(index: Index) -> dict[TargetKey, Decimal]:
    """Give the values of an index, its domains, aspects and indicators by what they are of."""
    values = {("index", 0): index.value}
    values |= {("domain", number): value for number, value in index.domains.items()}
    values |= {("aspect", number): value for number, value in index.aspects.items()}
    return values | {("indicator", number): value for number, value in index.values.items()}
