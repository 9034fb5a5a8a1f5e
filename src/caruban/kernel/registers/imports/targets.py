"""Where columns of a sheet may go: fields of the form, the key, what the module asks besides."""

from collections.abc import Callable
from dataclasses import dataclass

from django.forms import Field as Input
from django.utils.functional import Promise

from caruban.kernel.registers.kinds import Described, Kind
from caruban.kernel.registers.layout import Through
from caruban.kernel.registers.once import once
from caruban.kernel.registers.register import RegisterType, field_of, form_names


@dataclass(frozen=True)
class Target:
    """A field that a column can fill.

    field      None for what a module's action asks beyond the fields of its records
    is_key     whether records are found by it
    is_filled  whether it is written; a key that nobody edits only finds records
    make       makes the form field of what has no field
    """

    name: str
    label: str | Promise
    kind: Kind
    field: Described | None = None
    is_key: bool = False
    is_filled: bool = True
    make: Callable[[], Input] | None = None

    @property
    def is_needed(self) -> bool:
        """Say whether a new record must have it."""
        if self.field is None:
            return self.make is not None and self.make().required
        model_field = self.field.field
        has_default = model_field.has_default() or self.kind in {Kind.MANY, Kind.YES_NO}
        return self.is_filled and not self.field.may_be_empty and not has_default


@once
def targets_of(register: RegisterType) -> tuple[Target, ...]:
    """Give what columns can fill, in the order of the form; keys that nobody edits stand first."""
    form = form_names(register)
    found = [_target(register, name, name in form) for name in (*_only_keys(register), *form)]
    extra = register.creates.extra if isinstance(register.creates, Through) else {}
    for name, make in extra.items():
        found.append(Target(name, make().label or name, Kind.OTHER, make=make))
    return tuple(found)


def target_named(register: RegisterType, name: str) -> Target:
    """Give a target by its name. Raises LookupError."""
    for one in targets_of(register):
        if one.name == name:
            return one
    raise LookupError(name)


def _only_keys(register: RegisterType) -> list[str]:
    return [name for name in register.key if name not in form_names(register)]


def _target(register: RegisterType, name: str, is_filled: bool) -> Target:  # noqa: FBT001 (private)
    field = field_of(register, name)
    return Target(name, field.label, field.kind, field, name in register.key, is_filled)
