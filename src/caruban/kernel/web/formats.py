"""How numbers, money, dates and sizes are written on pages: Indonesian, or English when chosen.

Pure but for the language in force. None is "–" everywhere: not known, or not judged yet.
"""

from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Number = Decimal | int | float

UNKNOWN = "–"
MINUS = "\u2212"  # the true minus

SIZES = ("B", "kB", "MB", "GB")

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def _is_english() -> bool:
    return (translation.get_language() or "").startswith("en")


def _exact(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _rounded(value: Number, decimals: int) -> Decimal:
    return _exact(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _written(value: Decimal) -> str:
    """Write a rounded number with its separators and the true minus, never "-0"."""
    plain = f"{abs(value):,f}"
    if not _is_english():
        plain = plain.replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"{MINUS}{plain}" if value < 0 else plain


def num(value: Number | None, decimals: int = 0) -> str:
    """1234.5 → "1.234,5" with one decimal."""
    return UNKNOWN if value is None else _written(_rounded(value, decimals))


def score(value: Number | None) -> str:
    """Write an index or aspect value: two decimals, half up, as the ministry prints them."""
    return num(value, 2)


def signed(value: Number | None, decimals: int = 2) -> str:
    """Write a change with its sign: +0,03, −0,10; zero has none."""
    if value is None:
        return UNKNOWN
    change = _rounded(value, decimals)
    return f"+{_written(change)}" if change > 0 else _written(change)


def percent(value: Number | None, decimals: int | None = None) -> str:
    """Write a number of hundredths: 27.5 → "27,5%"; decimals only where there are any."""
    if value is None:
        return UNKNOWN
    if decimals is None:
        decimals = 0 if _rounded(value, 1) == _rounded(value, 0) else 1
    return f"{num(value, decimals)}%"


def rupiah(value: Number | None) -> str:
    """Write whole rupiah: "Rp1.234.567"; less than nothing is "−Rp1.234.567"."""
    if value is None:
        return UNKNOWN
    amount = _rounded(value, 0)
    return f"{MINUS if amount < 0 else ''}Rp{_written(abs(amount))}"


def _day_of(value: date) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def long_date(value: date | None) -> str:
    """Write a day in full: "Selasa, 14 November 2023"."""
    return UNKNOWN if value is None else date_format(_day_of(value), "l, j F Y")


def day(value: date | None, *, today: date | None = None) -> str:
    """Write a day short: "14 Nov"; with its year when that is not this one."""
    if value is None:
        return UNKNOWN
    one, now = _day_of(value), today or timezone.localdate()
    return date_format(one, "j M" if one.year == now.year else "j M Y")


def clock(value: datetime | time | None) -> str:
    """Write a time of day with a point: "08.15" (Asia/Jakarta)."""
    if value is None:
        return UNKNOWN
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return value.strftime("%H:%M" if _is_english() else "%H.%M")


def when(value: datetime | None, *, now: datetime | None = None) -> str:
    """Write a moment as people say it: "10 menit lalu" up to a day, else day and time."""
    if value is None:
        return UNKNOWN
    gone = (now or timezone.now()) - value
    if timedelta(0) <= gone < MINUTE:
        return _("baru saja")
    if MINUTE <= gone < HOUR:
        minutes = gone // MINUTE
        return ngettext("%(n)s menit lalu", "%(n)s menit lalu", minutes) % {"n": minutes}
    if HOUR <= gone < DAY:
        hours = gone // HOUR
        return ngettext("%(n)s jam lalu", "%(n)s jam lalu", hours) % {"n": hours}
    today = timezone.localtime(now).date() if now else None
    return f"{day(value, today=today)}, {clock(value)}"


def filesize(value: int | None) -> str:
    """Write a number of bytes in steps of 1.000: "512 B", "27 kB", "1,2 MB"."""
    if value is None:
        return UNKNOWN
    power = min((len(str(value)) - 1) // 3, len(SIZES) - 1)
    size = Decimal(value).scaleb(-3 * power)
    decimals = 1 if power and len(str(int(size))) == 1 else 0
    return f"{num(size, decimals)} {SIZES[power]}"


FILTERS = {
    "num": num,
    "score": score,
    "signed": signed,
    "percent": percent,
    "rupiah": rupiah,
    "date": long_date,
    "day": day,
    "time": clock,
    "when": when,
    "filesize": filesize,
}
