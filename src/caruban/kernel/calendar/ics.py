"""What is due as iCalendar: a whole-day event for each, for programs that read the address.

Events and not to-dos: Google's and Outlook's calendars show no to-dos of a feed. Each keeps its
UID as long as it is due, so that a program moves it and does not double it.
Source: RFC 5545; RFC 7986 (NAME, REFRESH-INTERVAL); X-WR-… as calendar programs read them.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from icalendar import Calendar, Event, Timezone

from caruban.kernel.calendar.entries import Entry

PRODUCT = "-//Caruban//Kalender//ID"
REFRESH = timedelta(hours=1)  # what a program is asked for; most read less often
NO_CHANGE_SINCE = date(1970, 1, 1)  # of Jakarta's time, which knows no summer time


def written(entries: Iterable[Entry], *, title: str, at: datetime) -> str:
    """Write entries as a calendar of a name.

    at   the moment of writing, UTC: stands on each event as its DTSTAMP
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", plain(title))
    calendar.add("x-wr-calname", plain(title))
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(Timezone.from_tzid(settings.TIME_ZONE, first_date=NO_CHANGE_SINCE))
    for entry in entries:
        calendar.add_component(_event(entry, at))
    return str(calendar.to_ical(), "utf-8")


def _event(entry: Entry, at: datetime) -> Event:
    address = settings.BASE_URL + entry.url
    event = Event()
    event.add("uid", uid_of(entry))
    event.add("dtstamp", at)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", plain(entry.title))
    event.add("description", plain("\n".join(filter(None, [entry.why, entry.place, address]))))
    event.add("url", address)
    event.add("categories", [str(entry.kind)])
    event.add("transp", "TRANSPARENT")  # nobody is busy all day because something is due
    return event


def uid_of(entry: Entry) -> str:
    """Give what names an entry in every calendar of the world."""
    return f"{uuid5(NAMESPACE_URL, f'{settings.BASE_URL}/kalender/{entry.key}')}@caruban"


def plain(text: str) -> str:
    """Give a text without the signs that RFC 5545 forbids: controls, but for ends of lines."""
    return "".join(one for one in text if one == "\n" or one.isprintable())
