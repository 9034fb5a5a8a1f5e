"""The charts of evaluations, with the sentences that tell their findings."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caruban.evaluation.names import named, predicate_name, short
from caruban.evaluation.queries.tables import Row
from caruban.evaluation.rules.index import predicate_of
from caruban.evaluation.rules.instrument import Instrument, Predicate
from caruban.kernel.web import charts
from caruban.kernel.web.charts import Mark, Moment, Radar, Ruler, Trend
from caruban.kernel.web.formats import score

Series = tuple[str, str, Sequence[Decimal | None]]  # kind, name, values


def index_ruler(instrument: Instrument, marks: Sequence[Mark]) -> Ruler:
    """Draw where values lie among the predicates, from 1 to 5."""
    told = "; ".join(_told(instrument, mark) for mark in marks)
    return charts.ruler(
        [(predicate_name(one), one.low, one.high) for one in instrument.predicates],
        marks,
        label=_("Letak indeks pada skala 1 sampai 5: %(marks)s.") % {"marks": told}
        if told
        else _("Skala indeks 1 sampai 5; belum ada nilai."),
    )


def _told(instrument: Instrument, mark: Mark) -> str:
    value = Decimal(mark.value)
    return _("%(label)s %(value)s, %(predicate)s") % {
        "label": mark.label,
        "value": score(value),
        "predicate": predicate_name(predicate_of(instrument, value)),
    }


def aspect_radar(aspects: Sequence[Row], series: Sequence[Series]) -> Radar | None:
    """Draw the aspects around a middle; the values told are those of the last series."""
    names = [short(named(one)) for one in aspects]
    values = [value or Decimal(0) for value in series[-1][2]]
    return charts.radar(
        list(zip(names, map(score, values), strict=True)),
        series,
        label=_radar_label(names, values, [name for _kind, name, _values in series]),
    )


def _radar_label(names: Sequence[str], values: Sequence[Decimal], series: Sequence[str]) -> str:
    low, high = values.index(min(values)), values.index(max(values))
    count = ngettext("%(count)d aspek", "%(count)d aspek", len(names)) % {"count": len(names)}
    return _(
        "Radar %(count)s (%(series)s): terendah %(low)s %(low_value)s, "
        "tertinggi %(high)s %(high_value)s. Angkanya ada di tabel."
    ) % {
        "count": count,
        "series": ", ".join(series),
        "low": names[low],
        "low_value": score(values[low]),
        "high": names[high],
        "high_value": score(values[high]),
    }


def index_trend(lines: Sequence[tuple[str, Sequence[Moment]]]) -> Trend | None:
    """Draw the index over the years."""
    moments = sorted(
        dict.fromkeys(one for _kind, held in lines for one in held), key=lambda one: one.when
    )
    if not moments:
        return None
    told = "; ".join(
        _("%(year)d: %(label)s") % {"year": int(one.when), "label": one.label} for one in moments
    )
    return charts.trend(lines, label=_("Indeks dari tahun ke tahun. %(told)s.") % {"told": told})


def predicate_said(instrument: Instrument, value: Decimal) -> str:
    """Give the name of a value."""
    found: Predicate = predicate_of(instrument, value)
    return predicate_name(found)
