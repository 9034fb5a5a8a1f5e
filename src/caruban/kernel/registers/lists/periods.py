"""Periods that today lies in: their first day and the day after their last."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PERIODS = (
    ("today", _("Hari ini")),
    ("week", _("Minggu ini")),
    ("month", _("Bulan ini")),
    ("year", _("Tahun ini")),
)


def period(name: str, *, on: date | None = None) -> tuple[date, date]:
    """Give the first day of a period and the day after its last; weeks begin on Monday.

    name   "today", "week", "month" or "year"
    on     the day that it holds; today without one

    Raises KeyError for another name.
    """
    today = on or timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    return {
        "today": (today, today + timedelta(days=1)),
        "week": (monday, monday + timedelta(days=7)),
        "month": (today.replace(day=1), (today.replace(day=28) + timedelta(days=4)).replace(day=1)),
        "year": (date(today.year, 1, 1), date(today.year + 1, 1, 1)),
    }[name]


def moment_of(day: date) -> datetime:
    """Give the moment at which a day begins, in the zone of the installation."""
    return timezone.make_aware(datetime.combine(day, time.min))
