"""The verb of instruments: load one."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from caruban.evaluation.events import InstrumentLoaded
from caruban.evaluation.models import Instrument
from caruban.evaluation.permissions import InstrumentPermission
from caruban.evaluation.rules import instrument as rules
from caruban.evaluation.rules.parsing import InstrumentError, parse
from caruban.kernel.access import require
from caruban.kernel.actions import acting
from caruban.kernel.actors import Actor
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import emit

LOADING = 0x0CA2BD  # advisory lock: one load at a time; a first edition has no row to lock


def load_instrument(*, by: Actor, document: Mapping[str, Any]) -> Instrument:
    """Load an instrument; a changed document is a new edition, the same one changes nothing.

    document   in the schema of `instruments/README.md`

    Refused for a document that is no valid instrument, naming every mistake. Raises
    PermissionDenied.
    """
    with transaction.atomic(), acting(by):
        require(by, InstrumentPermission.LOAD)
        plain = json.loads(json.dumps(document, default=str))
        content = _parsed(plain)
        digest = _digest(plain)
        newest = _newest(content.code)
        if newest is not None and newest.digest == digest:
            return newest
        edition = newest.edition + 1 if newest else 1
        return _kept(content, plain, digest, edition)


def _parsed(document: Mapping[str, Any]) -> rules.Instrument:
    try:
        return parse(document)
    except InstrumentError as error:
        mistakes = "; ".join(f"{place}: {sentence}" for place, sentence in error.mistakes)
        raise Refused(
            _("Instrumen ini tidak dapat dimuat. %(mistakes)s.") % {"mistakes": mistakes},
            field="document",
        ) from error


def _digest(document: Mapping[str, Any]) -> str:
    text = json.dumps(document, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _newest(code: str) -> Instrument | None:
    """Give the newest edition, after every load under way: none may make the same one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING])
    return Instrument.objects.filter(code=code).order_by("-edition").first()


def _kept(
    content: rules.Instrument, document: Mapping[str, Any], digest: str, edition: int
) -> Instrument:
    instrument = Instrument(
        code=content.code,
        edition=edition,
        name=content.name,
        source=content.source,
        document=document,
        digest=digest,
        in_force_from=_day(content.in_force_from),
        in_force_to=_day(content.in_force_to),
    )
    instrument.full_clean()
    instrument.save()
    emit(InstrumentLoaded(subject=instrument, edition=edition))
    return instrument


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
