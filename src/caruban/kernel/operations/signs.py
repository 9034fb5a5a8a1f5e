"""Write down signs of life, so that the operator sees what the machines did by themselves."""

import logging
from typing import Any

from django.db import DatabaseError, InterfaceError, ProgrammingError, transaction

from caruban.kernel.errors import Refused
from caruban.kernel.jobs import Run
from caruban.kernel.operations.models import Sign
from caruban.kernel.personal import without_personal_data

logger = logging.getLogger(__name__)


def reason_of(error: BaseException) -> str:
    """Say in one line why something failed: the kind of the error and its first line, no values.

    What PostgreSQL adds under DETAIL holds values of rows; it is beyond the first line.
    """
    if isinstance(error, Refused):
        return str(error)[:500]
    first = (str(error).strip().splitlines() or [""])[0]
    return without_personal_data(f"{type(error).__name__}: {first}".removesuffix(": "))[:500]


def note(kind: Sign.Kind, *, is_well: bool, told: str = "", **details: Any) -> None:
    """Write down a sign, apart from what goes on; never in the way of the work that it tells of."""
    number = details.pop("number", None)
    try:
        with transaction.atomic():
            Sign.objects.create(
                kind=kind, is_well=is_well, told=told[:500], number=number, details=details
            )
    except ProgrammingError:  # a database that was never prepared has no table for signs
        return
    except (DatabaseError, InterfaceError) as error:
        logger.warning("a sign (%s) could not be written: %s", kind, reason_of(error))


def note_failed(run: Run) -> None:
    """Keep why a job failed, each time that it did."""
    if run.error is not None:
        note(
            Sign.Kind.JOB,
            is_well=False,
            told=reason_of(run.error),
            number=run.number,
            task=run.task,
            attempt=run.attempt,
        )
