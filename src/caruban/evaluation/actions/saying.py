"""What somebody may say of an indicator: a level, items of evidence, another body's index.

Shared by claims, reviews and judgements, so that all three follow the instrument alike.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from caruban.evaluation.rules.instrument import LEVELS, Indicator
from caruban.evaluation.rules.values import complete_level, counted
from caruban.kernel.errors import Refused


@dataclass(frozen=True)
class Said:
    """A level, with the items and the score that it follows from, where the instrument has them."""

    level: int
    items: list[str] | None = None
    score: Decimal | None = None


def settle(
    indicator: Indicator,
    *,
    level: int | None = None,
    items: Collection[str] | None = None,
    score: Decimal | None = None,
) -> Said:
    """Make one consistent statement of what was given.

    Where the value comes from another body's index, the score says the level; where items are
    counted, they do; else the level is given.

    Refused, at `level`, `items` or `score`: nothing said, an unknown item, a score outside of the
    other index, or a level that disagrees with what it follows from.
    """
    if score is not None:
        return _agreed(
            Said(level_of_score(indicator, score), _known(indicator, items), score), level
        )
    if items is not None and indicator.items:
        known = _known(indicator, items) or []
        return _agreed(Said(max(1, complete_level(indicator, counted(known))), known), level)
    if level is None:
        raise Refused(_("Pilih tingkatnya."), field="level")
    return Said(checked_level(level))


def checked_level(level: int) -> int:
    """Give the level back. Refused outside of 1 to 5."""
    if level not in LEVELS:
        raise Refused(_("Tingkat kematangan adalah 1 sampai 5."), field="level")
    return level


def level_of_score(indicator: Indicator, score: Decimal) -> int:
    """Give the level in whose band another body's index lies. Refused outside of all bands."""
    external = indicator.external
    if external is None or not external.sets_value:
        raise Refused(_("Nilai indikator ini tidak diambil dari indeks lain."), field="score")
    top = max(external.bands)
    for level, (low, high) in sorted(external.bands.items()):
        if low <= score < high or (level == top and score == high):
            return level
    raise Refused(
        _("%(score)s di luar rentang %(index)s.") % {"score": score, "index": external.name},
        field="score",
    )


def _known(indicator: Indicator, items: Collection[str] | None) -> list[str] | None:
    if items is None:
        return None
    names = {
        f"{level}.{order}"
        for level, rows in indicator.items.items()
        for order in range(1, len(rows) + 1)
    }
    unknown = sorted(set(items) - names)
    if unknown:
        sentence = _("Butir %(items)s tidak ada pada indikator ini.")
        raise Refused(sentence % {"items": ", ".join(unknown)}, field="items")
    return sorted(set(items))


def _agreed(said: Said, level: int | None) -> Said:
    if level is not None and level != said.level:
        raise Refused(
            _("Menurut butir atau nilai yang diisi, tingkatnya %(level)s.") % {"level": said.level},
            field="level",
        )
    return said
