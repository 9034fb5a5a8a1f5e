"""Write down that personal data was read; the door that shows it calls this before it shows."""

from collections.abc import Iterable

from caruban.kernel.access import path_of
from caruban.kernel.actors import Actor, Origin, origin
from caruban.kernel.privacy.models import Reading
from caruban.kernel.records import Record
from caruban.kernel.registers.register import RegisterType
from caruban.kernel.registers.showing import is_masked, value_of


def reveal(register: RegisterType, record: Record, name: str, *, by: Actor) -> str:
    """Give a masked value in full, and write down who saw it.

    Raises LookupError for a field that is not masked, PermissionError for who may not see it.
    """
    if name not in register.masked:
        raise LookupError(name)
    if is_masked(register, name, record, by=by):
        raise PermissionError(name)
    note(register, [name], by=by, door=Reading.Door.PAGE, record=record)
    return str(value_of(record, name) or "")


def note(
    register: RegisterType,
    names: Iterable[str],
    *,
    by: Actor,
    door: str,
    record: Record | None = None,
    count: int = 1,
) -> None:
    """Write down that personal data was given out, one row for each field.

    names    the fields given in full; those that the register does not mask are left out
    count    how many records, where no single one is named
    """
    here = origin.get() or Origin()
    place = _institution(by) if record is None else path_of(record) or ""
    Reading.objects.bulk_create(
        Reading(
            reader_id=by.pk,
            reader_name=str(by)[:200],
            address=here.address[:60],
            request=here.request[:80],
            register=register.name,
            field=name,
            record=record.pk if record is not None else None,
            count=count,
            door=door,
            organisation_path=place,
        )
        for name in names
        if name in register.masked
    )


def _institution(by: Actor) -> str:
    """Give the path of the institution for which somebody reads; "" for none."""
    holdings = getattr(by, "holdings", ())
    return holdings[0].institution_path if holdings else ""
