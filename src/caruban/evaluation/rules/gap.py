"""The gap between a value and its target."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from caruban.evaluation.rules.index import Index, rounded

TargetKey = tuple[str, int]  # ("index", 0), ("domain", 1), ("aspect", 7)


@dataclass(frozen=True)
class Gap:
    """A value beside its target; `distance` is what lacks, zero or less when it is reached."""

    value: Decimal
    target: Decimal

    @property
    def distance(self) -> Decimal:
        return rounded(self.target) - rounded(self.value)

    @property
    def is_reached(self) -> bool:
        return self.distance <= 0


def gaps(index: Index, targets: Mapping[TargetKey, Decimal]) -> dict[TargetKey, Gap]:
    """Give the gap of everything that has a target, as printed (two decimals)."""
    values = {("index", 0): index.value}
    values |= {("domain", number): value for number, value in index.domains.items()}
    values |= {("aspect", number): value for number, value in index.aspects.items()}
    return {key: Gap(values[key], target) for key, target in targets.items() if key in values}
