"""Instruments as data: public, newest edition first."""

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from caruban.evaluation.models import Instrument


def instruments() -> list[Instrument]:
    """Give the latest edition of each instrument, the one most recently in force first."""
    rows = Instrument.objects.order_by("code", "-edition").distinct("code")
    return sorted(rows, key=lambda one: (one.in_force_from or date.min, one.code), reverse=True)


def find_instrument(code: str) -> Instrument:
    """Give the latest edition of an instrument. Raises Http404, in words."""
    found = Instrument.objects.filter(code=code).order_by("-edition").first()
    if found is None:
        raise Http404(_("Tidak ada instrumen dengan kode %(code)s.") % {"code": code})
    return found


def crossing_of(instrument: Instrument) -> Instrument | None:
    """Give the newer instrument of a bridge that an instrument stands on: itself, or its heir.

    None where neither it nor one that replaces it follows an instrument that is loaded.
    """
    loaded = instruments()
    codes = {one.code for one in loaded}
    if instrument.content.replaces in codes:
        return instrument
    return next((one for one in loaded if one.content.replaces == instrument.code), None)


def in_force(year: int) -> QuerySet[Instrument]:
    """Give the instruments in force on some day of a year, the newer first."""
    begin, end = date(year, 1, 1), date(year, 12, 31)
    began = Q(in_force_from=None) | Q(in_force_from__lte=end)
    lasts = Q(in_force_to=None) | Q(in_force_to__gte=begin)
    return Instrument.objects.filter(began & lasts).order_by("-in_force_from", "code", "-edition")
