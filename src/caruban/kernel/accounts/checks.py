"""Start-up checks: every declared permission stands in the table of grants, and no other."""

from typing import Any

from django.core.checks import Error, register

from caruban.kernel.accounts.roles import GRANTS
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
