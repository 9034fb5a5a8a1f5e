"""What can be allowed: a closed vocabulary, declared by each module."""

from enum import StrEnum


class Permission(StrEnum):
    """Base of a module's permissions; each member reads `noun.verb`.

    Which role holds what is one table, `kernel.accounts.roles.GRANTS`.
    """


def declared() -> dict[str, Permission]:
    """Give every permission that a loaded module declares, by its text."""
    return {member.value: member for module in Permission.__subclasses__() for member in module}
