"""What is written is iCalendar: by the letter of RFC 5545, and by a parser of other people."""

from datetime import UTC, date, datetime, timedelta

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from caruban.kernel.calendar import ics
from caruban.kernel.calendar.entries import Entry

AT = datetime(2026, 3, 11, 2, 30, tzinfo=UTC)
DAY = date(2026, 3, 31)


def an_entry(title="Isi indikator 1", **more):
    given = {"why": "", "url": "/evaluasi/", "key": "evaluation.fill.1", "whose": "saya"}
    return Entry(day=DAY, title=title, **{**given, **more})


def written(*entries):
    return ics.written(entries, title="Tenggat Caruban", at=AT)


def parsed(text):
    return vobject.readOne(text)


def follows_the_letter(text):
    """Check what section 3.1 says of lines: CRLF, 75 octets at most, no controls."""
    assert text.endswith("\r\n")
    lines = text.encode().split(b"\r\n")[:-1]
    assert all(len(line) <= 75 for line in lines)
    assert not any(sign in line for line in lines for sign in (b"\r", b"\n", b"\x00", b"\x07"))
    for line in lines:
        line.decode()  # no character is cut in two, which strict parsers refuse


def test_a_calendar_says_what_it_is():
    calendar = parsed(written(an_entry()))

    assert calendar.version.value == "2.0"
    assert calendar.prodid.value.startswith("-//Caruban//")
    assert calendar.contents["x-wr-calname"][0].value == "Tenggat Caruban"
    assert calendar.contents["x-wr-timezone"][0].value == "Asia/Jakarta"
    assert calendar.vtimezone.tzid.value == "Asia/Jakarta"


def test_the_time_zone_is_seven_hours_ahead_and_has_no_summer():
    text = written()

    assert "BEGIN:DAYLIGHT" not in text
    assert "TZOFFSETTO:+0700" in text


def test_what_is_due_is_a_whole_day_on_which_nobody_is_busy():
    event = parsed(written(an_entry(why="Menunggu unit", place="Dinas Contoh"))).vevent

    assert event.dtstart.value == DAY
    assert event.dtend.value == DAY + timedelta(days=1)
    assert event.dtstamp.value == AT
    assert event.transp.value == "TRANSPARENT"
    assert event.summary.value == "Isi indikator 1"
    assert event.description.value.splitlines()[:2] == ["Menunggu unit", "Dinas Contoh"]
    assert event.url.value.endswith("/evaluasi/")
    assert event.url.value.startswith("http")
    assert event.categories.value == ["Tugas saya"]


def test_a_uid_stays_when_title_day_and_address_change_and_is_anothers_of_another():
    one = an_entry()
    moved = an_entry("Judul lain", url="/lain/")
    other = an_entry(key="evaluation.fill.2")

    assert ics.uid_of(one) == ics.uid_of(moved)
    assert ics.uid_of(one) != ics.uid_of(other)


def test_signs_with_a_meaning_stay_what_they_are():
    title = 'Isi; "periksa", C:\\data\\1 dan\nkirim: ✓'

    assert parsed(written(an_entry(title))).vevent.summary.value == title


def test_a_line_in_a_title_cannot_begin_another_property():
    text = written(an_entry("Isi\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Palsu"))

    assert text.count("\r\nBEGIN:VEVENT") == 1
    follows_the_letter(text)


def test_nothing_due_is_a_calendar_too():
    assert "vevent" not in parsed(written()).contents
    follows_the_letter(written())


@given(st.text(max_size=300), st.text(max_size=300))
def test_whatever_is_in_a_title_the_letter_is_kept_and_it_is_read_back(title, why):
    text = written(an_entry(title, why=why))

    follows_the_letter(text)
    read = parsed(text).vevent.summary.value
    assert "".join(read.split()) == "".join(ics.plain(title).split())


@pytest.mark.parametrize("many", [0, 1, 500])
def test_each_entry_is_one_event(many):
    entries = [an_entry(f"Isi {number}", key=str(number)) for number in range(many)]
    events = parsed(written(*entries)).contents.get("vevent", [])

    assert len({event.uid.value for event in events}) == many
