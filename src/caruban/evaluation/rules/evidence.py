"""What an answer needs before it can be called ready."""

from collections.abc import Collection


def lacking_levels(claimed: int, supported: Collection[int]) -> list[int]:
    """Give the levels from 2 up to the claimed one that no evidence supports.

    Levels are cumulative: level n needs all below. Level 1 is the floor and needs none.
    Source: PermenPANRB 59/2020, annex (criteria of level n begin with level n-1).
    """
    return [level for level in range(2, claimed + 1) if level not in supported]
