"""The declaration of a register, and the registers that exist.

    class RiskRegister(Register):
        model = Risk
        name, path, title = "risks", "risiko", _("Register risiko")
        key = ("reference",)
        reads, creates, changes, removes = READ, DRAFT, DRAFT, None
        columns = ("reference", "unit", "event", "likelihood", "impact", "state")
        filters = ("unit", "state", "likelihood", "impact")
        search = ("reference", "event")
        ordering = ("-impact", "-likelihood", "reference")
        form = (Section(_("Identifikasi"), "reference", "unit", "event"), ...)
        actions = (Act(approve, _("Setujui")),)
        proves = (21,)

What it does not know it refuses when it is declared; that its fields and permissions exist is
asked by a system check (`checks.py`), so at every start.
"""

from typing import Any, ClassVar

from django.db.models import Model, Q
from django.urls import reverse
from django.utils.functional import Promise

from caruban.kernel.permissions import Permission
from caruban.kernel.records import Record
from caruban.kernel.registers.kinds import Described, described
from caruban.kernel.registers.layout import Act, Column, Due, Rows, Section, Through, Verb, When
from caruban.kernel.registers.once import once

REGISTERS: dict[str, "RegisterType"] = {}
DEMANDED = ("model", "name", "path", "title", "key", "reads", "columns")
LEAST_ORDER = "pk"


class Register:
    """Base of every declaration; never made an instance of.

    model       the table of record
    name        its English name, plural: in the API and on the command line ("risks")
    path        its Indonesian name in addresses ("risiko")
    title       what people call the whole ("Register risiko")
    key         the fields by which people, and an import, know a record; unique together, within
                the institution where the table says so
    reads, creates, changes, removes
                the permission that each verb asks for, or `Through` the module's own action;
                None: there is no such verb
    columns     names, or Column where more is to be said
    filters     names; the kind of a field says how it is filtered
    search      own text columns, and paths of relations ("user__name"), that words are sought in
    ordering    as a queryset's; the primary key is always last
    form        sections; also the order of a record's page. Without it nothing is edited
    actions     what else can be done to a record
    totals      columns that are added up over the whole filter
    related     reverse relations shown as tabs of a record: each needs a register of its model
    masked      field -> the permission without which its value is shown masked (personal data)
    proves      indicators of SPBE 2020 that its records prove
    due         the day by which something about a record is due, for the calendar; None: none
    rows        narrows the table where several registers share it
    domain      SPBE domain 1 to 4 under which it stands in the navigation; 0 for none
    icon        a name of the sprite
    """

    model: ClassVar[type[Record]]
    name: ClassVar[str]
    path: ClassVar[str]
    title: ClassVar[str | Promise]
    key: ClassVar[tuple[str, ...]]
    reads: ClassVar[Permission]
    creates: ClassVar[Verb | None] = None
    changes: ClassVar[Verb | None] = None
    removes: ClassVar[Verb | None] = None
    columns: ClassVar[tuple[str | Column, ...]]
    filters: ClassVar[tuple[str, ...]] = ()
    search: ClassVar[tuple[str, ...]] = ()
    ordering: ClassVar[tuple[str, ...]] = ()
    form: ClassVar[tuple[Section, ...]] = ()
    actions: ClassVar[tuple[Act, ...]] = ()
    totals: ClassVar[tuple[str, ...]] = ()
    related: ClassVar[tuple[str, ...]] = ()
    masked: ClassVar[dict[str, Permission]] = {}
    proves: ClassVar[tuple[int, ...]] = ()
    due: ClassVar[Due | None] = None
    rows: ClassVar[Q] = Q()
    domain: ClassVar[int] = 0
    icon: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__bases__ != (Register,):
            raise TypeError(f"{cls.__name__} must be declared from Register alone")
        for option in cls.__dict__:
            if not option.startswith("__") and option not in Register.__annotations__:
                raise TypeError(f"{cls.__name__} declares {option}, which no register knows")
        for option in DEMANDED:
            if option not in cls.__dict__:
                raise TypeError(f"{cls.__name__} must declare its {option}")
        for other in REGISTERS.values():
            if cls.name == other.name or cls.path == other.path:
                raise TypeError(f"{cls.__name__} is named or placed as {other.__name__} is")
        REGISTERS[cls.name] = cls


RegisterType = type[Register]


def all_registers() -> list[RegisterType]:
    """Give every register, by name."""
    return [REGISTERS[name] for name in sorted(REGISTERS)]


def register_named(name: str) -> RegisterType:
    """Give the register of a name. Raises LookupError."""
    return REGISTERS[name]


def register_at(path: str) -> RegisterType:
    """Give the register at a place in addresses. Raises LookupError."""
    for register in REGISTERS.values():
        if register.path == path:
            return register
    raise LookupError(path)


def register_of(subject: Model | type[Model]) -> RegisterType | None:
    """Give the register of a record, or the first of a model; None where none is declared."""
    model = subject if isinstance(subject, type) else type(subject)
    for register in all_registers():
        if register.model is model and (isinstance(subject, type) or _fits(register, subject)):
            return register
    return None


def _fits(register: RegisterType, record: Model) -> bool:
    """Say whether a record as it was read is one of a register's; ask only where it must be."""
    told = _told_by_columns(register)
    unread = record.get_deferred_fields()
    if told is None or record.pk is None or any(column in unread for column, *_rest in told):
        return holds(register, record)
    return all(
        (value is None) == expected if lookup == "isnull" else value == expected
        for column, lookup, expected in told
        for value in [getattr(record, column)]
    )


@once
def _told_by_columns(register: RegisterType) -> tuple[tuple[str, str, Any], ...] | None:
    """Give the conditions of a register's rows where columns of the record alone tell them.

    Each is a column, "isnull" or "exact", and what is expected; None where the database must say.
    """
    if register.rows.negated or (register.rows.connector != Q.AND and len(register.rows) > 1):
        return None
    found = []
    columns = {one.name: one.attname for one in register.model._meta.concrete_fields}
    for condition in register.rows.children:
        if not isinstance(condition, tuple):
            return None
        name, _separator, lookup = condition[0].partition("__")
        value = condition[1]
        if lookup in {"", "exact"} and value is None:
            lookup, value = "isnull", True
        is_plain = lookup == "isnull" or (lookup in {"", "exact"} and isinstance(value, bool))
        if name not in columns or not is_plain:
            return None
        found.append((columns[name], lookup, value))
    return tuple(found)


def holds(register: RegisterType, record: Model) -> bool:
    """Say whether a record is one of a register's."""
    if not register.rows:
        return True
    return register.model._base_manager.filter(register.rows, pk=record.pk).exists()


def address_of(record: Model) -> str:
    """Give the page of a record: its model's own, or that of its register; "" for none."""
    if hasattr(record, "get_absolute_url"):
        return str(record.get_absolute_url())
    register = register_of(record)
    return reverse("registers:record", args=[register, record.pk]) if register else ""


def permission_of(verb: Verb | None) -> Permission | None:
    """Give what a verb asks for; None for a verb that does not exist."""
    return verb.asked if isinstance(verb, Through) else verb


@once
def columns_of(register: RegisterType) -> tuple[Column, ...]:
    """Give every column as a Column."""
    return tuple(one if isinstance(one, Column) else Column(one) for one in register.columns)


def field_of(register: RegisterType, name: str) -> Described:
    """Describe a field that a register names. Raises NoSuchField."""
    return described(register.model, name)


@once
def form_names(register: RegisterType) -> tuple[str, ...]:
    """Give the fields of the form, in order; those of repeating rows are left out."""
    return tuple(name for section in register.form for name in section.names)


@once
def rows_of(register: RegisterType) -> tuple[Rows, ...]:
    """Give the repeating rows of the form."""
    return tuple(item for part in register.form for item in part.items if isinstance(item, Rows))


@once
def conditions_of(register: RegisterType) -> tuple[When, ...]:
    """Give what decides which fields of the form are asked for."""
    return tuple(item for part in register.form for item in part.items if isinstance(item, When))


def order_of(register: RegisterType) -> tuple[str, ...]:
    """Give the order of the list; the primary key last, so that it is total."""
    order: tuple[Any, ...] = register.ordering or tuple(register.model._meta.ordering or ())
    return (*order, LEAST_ORDER)


def act_named(register: RegisterType, name: str) -> Act:
    """Give an action by its name in addresses. Raises LookupError."""
    for act in register.actions:
        if act.name == name:
            return act
    raise LookupError(name)
