"""The verbs that every register has: create, change, remove; the module's own where it names one.

Pages, API, imports and bulk edits call these. `values` holds fields of the form by name: plain
Python values, records for relations, and for repeating rows a list of dictionaries, each with the
"pk" of the row that it changes, or without one for a new row; rows that are left out are removed.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from caruban.kernel.access import require
from caruban.kernel.actions import acting, action
from caruban.kernel.actors import Actor
from caruban.kernel.errors import Refused, Stale
from caruban.kernel.events.stream import emit
from caruban.kernel.permissions import Permission
from caruban.kernel.records import Record
from caruban.kernel.registers import children
from caruban.kernel.registers.events import RecordChanged, RecordCreated, RecordRemoved
from caruban.kernel.registers.kinds import Kind
from caruban.kernel.registers.layout import Through
from caruban.kernel.registers.once import once
from caruban.kernel.registers.queries import candidates
from caruban.kernel.registers.register import (
    RegisterType,
    conditions_of,
    field_of,
    form_names,
    holds,
    permission_of,
    rows_of,
)
from caruban.kernel.registers.showing import is_masked

Values = dict[str, Any]


def create(register: RegisterType, *, by: Actor, values: Values) -> Record:
    """Enter a new record.

    Refused for a value that the form does not have, or a relation to what `by` may not see.
    Raises ValidationError for what the model refuses, PermissionDenied.
    """
    verb = register.creates
    if verb is None:
        raise PermissionDenied
    extra = verb.extra if isinstance(verb, Through) else {}
    _allow(register, {name: one for name, one in values.items() if name not in extra}, by)
    given = settled(register, values)
    if not isinstance(verb, Through):
        return _enter(register, given, verb, by)
    given = _taken(verb, given)
    if not verb.subject:
        return verb.action(by=by, **given)  # type: ignore[no-any-return]
    subject = given.pop(verb.subject, None)
    if subject is None:
        raise Refused(_("Isian ini wajib."), field=verb.subject)
    return verb.action(subject, by=by, **given)  # type: ignore[no-any-return]


def change(
    register: RegisterType,
    record: Record,
    *,
    by: Actor,
    values: Values,
    from_version: int | None = None,
) -> Record:
    """Change a record: only what differs, and nothing where nothing does.

    from_version   the version that the edit started from; an older one raises Stale

    Refused and raises as `create`; refused too for a field whose value `by` may not see.
    """
    verb = register.changes
    if verb is None:
        raise PermissionDenied
    _allow(register, values, by)
    for name in values:  # whether it differs is told to nobody either
        if name in register.masked and is_masked(register, name, record, by=by):
            raise Refused(unseen(), field=name)
    given = differing(register, record, settled(register, values, record))
    own = verb.action if isinstance(verb, Through) else _changing(register)
    if not given and from_version in {None, record.version}:
        require(by, _asked(register, "changes"), record)
        return record
    details = _taken(verb, given) if isinstance(verb, Through) else {"values": given}
    try:
        return own(record, by=by, from_version=from_version, **details)  # type: ignore[no-any-return]
    except Stale as stale:
        raise _masked(register, record, stale, by) from stale


def _masked(register: RegisterType, record: Record, stale: Stale, by: Actor) -> Stale:
    """Leave out of what changed meanwhile what the reader may not see."""
    seen = [one for one in stale.changes if not is_masked(register, one.name, record, by=by)]
    return Stale(stale.sentence, changes=seen, who=stale.who, when=stale.when)


def unseen() -> str:
    """Say why nobody writes over what they see masked."""
    return _("Isian ini tersamar bagi Anda, jadi Anda juga tidak dapat mengubahnya.")


def remove(
    register: RegisterType, record: Record, *, by: Actor, from_version: int | None = None
) -> Record:
    """Remove a record; its history stays. Refused while anything refers to it."""
    verb = register.removes
    if verb is None:
        raise PermissionDenied
    own = verb.action if isinstance(verb, Through) else _removing(register)
    return own(record, by=by, from_version=from_version)  # type: ignore[no-any-return]


def differing(register: RegisterType, record: Record, values: Values) -> Values:
    """Give those of some values that a record does not hold already."""
    rows = {one.name: one for one in rows_of(register)}
    return {
        name: value
        for name, value in values.items()
        if (
            children.differ(record, rows[name], value)
            if name in rows
            else _differs(register, record, name, value)
        )
    }


def _differs(register: RegisterType, record: Record, name: str, value: Any) -> bool:
    before = held(register, record, name)
    if field_of(register, name).kind is Kind.MANY:
        return {one.pk for one in before} != {one.pk for one in value}
    return bool(before != value)


def held(register: RegisterType, record: Record, name: str) -> Any:
    """Give what a record holds at a field; of a relation to many, the records."""
    if field_of(register, name).kind is Kind.MANY:
        return list(getattr(record, name).all())
    return getattr(record, name)


def _enter(register: RegisterType, values: Values, permission: Permission, by: Actor) -> Record:
    own, many, rows = parted(register, values)
    with transaction.atomic(), acting(by):
        record = register.model(**own)
        record.full_clean()
        require(by, permission, record)
        record.save()
        _hold_in(register, record)
        _relate(record, many, rows, register)
        require(by, permission, record)
        emit(RecordCreated(subject=record, register=register.title))
    return record


@once
def _changing(register: RegisterType) -> Callable[..., Any]:
    def change(record: Record, *, by: Actor, values: Values) -> Record:
        """Set values of a record and of its repeating rows."""
        own, many, rows = parted(register, values)
        for name, value in own.items():
            setattr(record, name, value)
        record.full_clean()
        # saved for its rows alone, too, and before them: the version counts what belongs to it
        record.save(update_fields=[*own, "updated_at"])
        if own:
            _hold_in(register, record)
        _relate(record, many, rows, register)
        emit(RecordChanged(subject=record, register=register.title))
        return record

    return _as_action(register, change, "changes")


@once
def _removing(register: RegisterType) -> Callable[..., Any]:
    def remove(record: Record, *, by: Actor) -> Record:
        """Remove a record and its repeating rows."""
        emit(RecordRemoved(subject=record, register=register.title))
        number = record.pk
        try:
            with transaction.atomic():
                for rows in rows_of(register):
                    getattr(record, rows.name).all().delete()
                record.delete()
        except ProtectedError as error:
            names = ", ".join(sorted({str(one) for one in error.protected_objects}))
            said = _("Catatan ini masih dipakai: %(names)s.") % {"names": names[:300]}
            raise Refused(said) from error
        record.pk = number
        return record

    return _as_action(register, remove, "removes", hands_over=True)


def _as_action(
    register: RegisterType, function: Callable[..., Any], verb: str, **options: Any
) -> Callable[..., Any]:
    function.__qualname__ = f"{register.__name__}.{function.__name__}"
    function.__module__ = register.__module__
    return action(_asked(register, verb), **options)(function)


def _asked(register: RegisterType, verb: str) -> Permission:
    permission = permission_of(getattr(register, verb))
    if permission is None:
        raise PermissionDenied
    return permission


def parted(register: RegisterType, values: Values) -> tuple[Values, Values, Values]:
    """Part values into the record's own columns, its relations to many, its repeating rows."""
    rows = {one.name for one in rows_of(register)}
    parts: tuple[Values, Values, Values] = ({}, {}, {})
    for name, value in values.items():
        is_row = name in rows
        is_many = not is_row and field_of(register, name).kind is Kind.MANY
        parts[2 if is_row else 1 if is_many else 0][name] = value
    return parts


def _relate(record: Record, many: Values, rows: Values, register: RegisterType) -> None:
    for name, related in many.items():
        getattr(record, name).set(related)
    for one in rows_of(register):
        if one.name in rows:
            children.settle(record, one, rows[one.name])


def _hold_in(register: RegisterType, record: Record) -> None:
    """Refuse what would put a record into another register of the same table."""
    if not holds(register, record):
        title = str(register.title)
        raise Refused(_("Dengan isian ini catatan tidak termasuk %(title)s.") % {"title": title})


def _allow(register: RegisterType, values: Values, by: Actor) -> None:
    known = {*form_names(register), *(one.name for one in rows_of(register))}
    for name, value in values.items():
        if name not in known:
            raise Refused(_("Isian ini tidak dikenal."), field=name)
        if name in form_names(register):
            _allow_relation(register, name, value, by)


def _taken(verb: Through, values: Values) -> Values:
    """Give the values for a module's own action. Refused for one that it does not take."""
    for name in values:
        if not verb.takes(name):
            raise Refused(_("Isian ini tidak dapat diisi di sini."), field=name)
    return values


def _allow_relation(register: RegisterType, name: str, value: Any, by: Actor) -> None:
    field = field_of(register, name)
    wanted = value if field.kind is Kind.MANY else [value] if isinstance(value, Model) else []
    numbers = {one.pk for one in wanted}
    if numbers and candidates(field, by=by).filter(pk__in=numbers).count() != len(numbers):
        raise Refused(_("Pilihan ini tidak ada, atau bukan untuk Anda."), field=name)


def settled(register: RegisterType, values: Values, record: Record | None = None) -> Values:
    """Empty the fields that are not asked for by what decides about them."""
    settled = dict(values)
    for condition in conditions_of(register):
        if condition.field not in values and record is None:
            continue
        decides = settled.get(condition.field, getattr(record, condition.field, None))
        if not condition.holds(decides):
            for name in condition.names:
                settled[name] = empty_of(register, name)
    return settled


def empty_of(register: RegisterType, name: str) -> Any:
    """Give what a field holds when it holds nothing."""
    field = field_of(register, name)
    if field.kind is Kind.MANY:
        return []
    return None if field.field.null else field.field.get_default()
