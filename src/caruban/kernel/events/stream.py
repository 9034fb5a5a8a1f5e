"""Tell that something happened, and follow what happens."""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise

from caruban.kernel.access import path_of
from caruban.kernel.actors import current, named
from caruban.kernel.events.following import FOLLOWERS, WATCHERS, Follower, Wanted
from caruban.kernel.events.jobs import follow
from caruban.kernel.events.models import Happening

Words = str | Promise  # of a detail: a label, kept in the language of the record
A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
EVENTS: dict[str, type["Event"]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of what can have happened. A subclass has a name, a sentence, and its own details.

    sentence   for people, with {actor}, {subject} and the details by name
    details    plain values that JSON can hold, and lazy labels of choices
    """

    name: ClassVar[str]
    sentence: ClassVar[str | Promise]
    subject: models.Model

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__dict__.get("name") is None or cls.__dict__.get("sentence") is None:
            raise TypeError(f"{cls.__name__} must declare its name and its sentence")
        if cls.name in EVENTS:
            raise TypeError(f"two events are named {cls.name}")
        EVENTS[cls.name] = cls

    def details(self) -> dict[str, Any]:
        """Give the event's own fields, by name; labels in the language in force."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        del values["subject"]
        return {
            name: str(value) if isinstance(value, Promise) else value
            for name, value in values.items()
        }


def emit(event: Event) -> Happening:
    """Write down that something happened, in the transaction under way, and have it followed.

    It is kept in Indonesian, the language of the record, whatever its actor reads.
    Raises RuntimeError outside of an action: there is always an actor.
    """
    actor = current.get()
    if actor is None:
        raise RuntimeError("events are emitted inside an action, which knows its actor")
    with translation.override(settings.LANGUAGE_CODE):
        happening = Happening.objects.create(
            name=event.name,
            actor_id=actor.pk,
            actor_name=named(actor)[:200],
            subject_table=event.subject._meta.db_table,
            subject_id=event.subject.pk,
            subject_name=str(event.subject)[:300],
            organisation_path=path_of(event.subject) or "",
            details=event.details(),
        )
    if FOLLOWERS.get(event.name) or any(wanted(happening) for _watcher, wanted in WATCHERS):
        follow.defer(happening=happening.pk)
    return happening


def on(*events: type[Event]) -> Callable[[Follower], Follower]:
    """Have a function follow events; it runs in the worker, at least once, and bears repeats."""

    def register(follower: Follower) -> Follower:
        for event in events:
            FOLLOWERS.setdefault(event.name, []).append(follower)
        return follower

    return register


def watch(watcher: Follower, *, wanted: Wanted) -> None:
    """Have a function follow whatever happens, where it is wanted; as with `on`, it bears repeats.

    wanted   says of a happening whether the function follows it; asked in the transaction of the
             happening, so it takes one quick query at most
    """
    WATCHERS.append((watcher, wanted))


def tell(happening: Happening) -> str:
    """Say in the reader's language what happened; labels that were kept are translated too."""
    event = EVENTS.get(happening.name)
    if event is None:
        return happening.name
    details = {name: _in_words(value) for name, value in happening.details.items()}
    return str(event.sentence).format(
        actor=happening.actor_name, subject=happening.subject_name, **details
    )


def _in_words(value: Any) -> Any:
    """Write a day as people do, a label in the reader's language; everything else as it is."""
    if not isinstance(value, str) or not value:
        return value
    if A_DAY.fullmatch(value):
        return date_format(date.fromisoformat(value), "j M Y")
    return translation.gettext(value)


def happenings_of(record: models.Model) -> models.QuerySet[Happening]:
    """Give what happened to one record, the latest first."""
    return Happening.objects.filter(subject_table=record._meta.db_table, subject_id=record.pk)
