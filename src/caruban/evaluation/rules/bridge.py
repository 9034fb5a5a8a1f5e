"""The bridge from an older instrument to a newer one: which old proof serves which new indicator.

There is no official table. What one regency's own base values show is one thing, what we add is
another; a reader sees which is which. Source: facts told in the instrument of 2026.
"""

from dataclasses import dataclass

from caruban.evaluation.rules.instrument import Indicator, Instrument


@dataclass(frozen=True)
class Link:
    """That an old indicator serves a new one; `guessed` says that it is our own addition."""

    old: Indicator
    guessed: bool


def bridge(old: Instrument, new: Instrument) -> dict[int, list[Link]]:
    """Give, for each new indicator, the old ones whose proof serves it, in order of number."""
    return {one.number: _links(old, one) for one in new.indicators}


def without_heir(old: Instrument, new: Instrument) -> list[Indicator]:
    """Give the old indicators that serve no new one."""
    served = {link.old.number for links in bridge(old, new).values() for link in links}
    return [one for one in old.indicators if one.number not in served]


def _links(old: Instrument, one: Indicator) -> list[Link]:
    known = [Link(old.by_number[number], guessed=False) for number in one.from_2020]
    guessed = [Link(old.by_number[number], guessed=True) for number in one.from_2020_guessed]
    return sorted(known + guessed, key=lambda link: link.old.number)
