"""How numbers, money, dates and sizes are written."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from caruban.kernel.web import formats

NOW = datetime(2023, 11, 14, 1, 15, tzinfo=UTC)  # 08.15 in Jakarta


@pytest.fixture(autouse=True)
def _indonesian():
    with translation.override("id"):
        yield


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (formats.num(1234), "1.234"),
        (formats.num(Decimal("1234.5"), 1), "1.234,5"),
        (formats.num(1_234_567), "1.234.567"),
        (formats.num(-12), "\u221212"),
        (formats.num(Decimal("-0.004"), 2), "0,00"),
        (formats.num(0.1, 3), "0,100"),
        (formats.num(None), "–"),
        (formats.score(Decimal("1.905")), "1,91"),
        (formats.score(Decimal("1.9049")), "1,90"),
        (formats.score(None), "–"),
        (formats.signed(Decimal("0.03")), "+0,03"),
        (formats.signed(Decimal("-0.1")), "\u22120,10"),
        (formats.signed(Decimal("0.0301"), decimals=3), "+0,030"),
        (formats.signed(Decimal("0.001")), "0,00"),
        (formats.signed(None), "–"),
        (formats.percent(Decimal("27.5")), "27,5%"),
        (formats.percent(13), "13%"),
        (formats.percent(Decimal("27.55"), decimals=2), "27,55%"),
        (formats.percent(None), "–"),
        (formats.rupiah(1_234_567), "Rp1.234.567"),
        (formats.rupiah(Decimal(-500)), "\u2212Rp500"),
        (formats.rupiah(None), "–"),
    ],
)
def test_numbers_are_written_the_indonesian_way(written, expected):
    assert written == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (formats.filesize(None), "–"),
        (formats.filesize(0), "0 B"),
        (formats.filesize(999), "999 B"),
        (formats.filesize(1000), "1,0 kB"),
        (formats.filesize(27_348), "27 kB"),
        (formats.filesize(1_234_567), "1,2 MB"),
        (formats.filesize(12_345_678_901), "12 GB"),
    ],
)
def test_sizes_go_in_steps_of_a_thousand(written, expected):
    assert written == expected


def test_a_day_in_full_names_its_weekday():
    assert formats.long_date(date(2023, 11, 14)) == "Selasa, 14 November 2023"


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2023, 11, 14), "14 Nov"), (date(2022, 5, 1), "1 Mei 2022"), (None, "–")],
)
def test_a_short_day_has_its_year_when_that_is_another(day, expected):
    assert formats.day(day, today=date(2023, 12, 31)) == expected


def test_a_moment_shows_jakartas_day_and_time():
    late = datetime(2023, 11, 14, 18, 5, tzinfo=UTC)  # 01.05 on the next day in Jakarta

    assert formats.day(late, today=date(2023, 1, 1)) == "15 Nov"
    assert formats.clock(late) == "01.05"
    assert formats.clock(time(8, 15)) == "08.15"


@pytest.mark.parametrize(
    ("gone", "expected"),
    [
        (timedelta(seconds=20), "baru saja"),
        (timedelta(minutes=10), "10 menit lalu"),
        (timedelta(hours=23, minutes=59), "23 jam lalu"),
        (timedelta(days=1), "13 Nov, 08.15"),
        (timedelta(days=400), "10 Okt 2022, 08.15"),
        (timedelta(seconds=-90), "14 Nov, 08.16"),
    ],
)
def test_a_moment_is_told_as_people_say_it_up_to_a_day(gone, expected):
    assert formats.when(NOW - gone, now=NOW) == expected


def test_a_moment_of_another_zone_is_told_in_jakartas():
    tokyo = NOW.astimezone(ZoneInfo("Asia/Tokyo")) - timedelta(days=2)

    assert formats.when(tokyo, now=NOW) == "12 Nov, 08.15"


def test_english_readers_get_english_separators_and_months():
    with translation.override("en"):
        assert formats.num(Decimal("1234.5"), 1) == "1,234.5"
        assert formats.long_date(date(2023, 11, 14)) == "Tuesday, 14 November 2023"
        assert formats.clock(time(8, 15)) == "08:15"
