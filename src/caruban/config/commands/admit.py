"""`caruban admit EMAIL NAME --institution 32.09`: the first account of a new house."""

from argparse import ArgumentParser, Namespace
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from caruban.config.problems import WRONG, Problem

if TYPE_CHECKING:
    from caruban.kernel.organisations.models import Organisation

HELP = "give somebody a role in an institution, with an account where there is none"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments; `run` checks what only the database knows."""
    parser.add_argument("email", metavar="EMAIL", help="the address to sign in with")
    parser.add_argument("name", metavar="NAME", help="the person's name")
    parser.add_argument("--role", default="operator", help="operator, unless another is named")
    parser.add_argument(
        "--institution", required=True, metavar="CODE", help="region code, as 32.09"
    )


def run(arguments: Namespace) -> int:
    """Make the account, print its password once, grant the role. Raises Problem when refused."""
    from django.core.exceptions import ValidationError
    from django.db import transaction
    from django.utils import timezone

    from caruban.kernel.accounts.actions import enrol, grant
    from caruban.kernel.accounts.models import User
    from caruban.kernel.errors import Refused

    institution, role = _institution(arguments.institution), _role(arguments.role)
    system, password = User.objects.system(), ""
    try:
        with transaction.atomic():
            user = User.objects.filter(email__iexact=arguments.email).first()
            if user is None:
                password = token_urlsafe(15)
                user = enrol(
                    by=system, email=arguments.email, name=arguments.name, password=password
                )
            today = timezone.localdate()
            grant(institution, by=system, user=user, role=role, valid_from=today)
    except ValidationError as error:
        raise Problem(" ".join(error.messages), status=WRONG) from error
    except Refused as error:
        raise Problem(str(error)) from error
    print(f"{user.email}: {role} of {institution}")
    if password:
        print(f"password, shown this once: {password}")
    return 0


def _institution(code: str) -> "Organisation":
    from caruban.kernel.organisations.models import Organisation

    found = Organisation.objects.filter(region_code=code, parent=None).first()
    if found is None:
        raise Problem(f"no institution has the region code {code!r}", status=WRONG)
    return found


def _role(name: str) -> str:
    from caruban.kernel.accounts.roles import Role

    roles = [role.value for role in Role if role not in (Role.SYSTEM, Role.CITIZEN)]
    if name not in roles:
        raise Problem(f"no role is named {name!r}; the roles are: {', '.join(roles)}", status=WRONG)
    return name
