"""Start-up checks: every declared permission stands in the table of grants, and no other."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

from caruban.kernel.accounts.roles import GRANTS, Role
from caruban.kernel.permissions import declared


@register()
def every_permission_is_granted(**_kwargs: Any) -> list[Error]:
    """Compare the vocabulary of the modules with the table of grants, both ways."""
    vocabulary = set(declared())
    return [
        Error(f"permission {name} is declared, but kernel.accounts.roles.GRANTS lacks it")
        for name in sorted(vocabulary - GRANTS.keys())
    ] + [
        Error(f"kernel.accounts.roles.GRANTS names {name}, which no module declares")
        for name in sorted(GRANTS.keys() - vocabulary)
    ]


@register()
def roles_with_a_second_step_exist(**_kwargs: Any) -> list[Error]:
    """Refuse a role in CARUBAN_MFA_ROLES that does not exist: nobody would be asked for it."""
    return [
        Error(f"CARUBAN_MFA_ROLES names {name}; roles are {', '.join(Role.values)}")
        for name in settings.MFA_ROLES
        if name not in Role.values
    ]
