"""People, institutions and units by name, for every test."""

from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from caruban.kernel.accounts.actions import grant
from caruban.kernel.accounts.models import User
from caruban.kernel.accounts.roles import Role
from caruban.kernel.organisations.actions import found, place
from caruban.kernel.organisations.models import Organisation

_numbers = count(1)


def system() -> User:
    """Give the actor of jobs, who may prepare what a test needs."""
    return User.objects.system()


def an_institution(name: str = "", region_code: str = "") -> Organisation:
    """Give a new institution, with a region code of its own."""
    number = next(_numbers)
    return found(
        by=system(),
        code=f"instansi-{number}",
        name=name or f"Pemerintah Kabupaten {number}",
        region_code=region_code or f"99.{number:04}",  # no region of Indonesia
    )


def a_unit(
    parent: Organisation, name: str = "", kind: str = Organisation.Kind.DEPARTMENT
) -> Organisation:
    """Give a new unit below an institution or unit."""
    number = next(_numbers)
    return place(
        parent, by=system(), code=f"unit-{number}", name=name or f"Dinas {number}", kind=kind
    )


def a_user(
    role: Role | str | None = None,
    organisation: Organisation | None = None,
    *,
    name: str = "",
    password: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> User:
    """Give a new user; with a role, a member of the organisation since yesterday."""
    number = next(_numbers)
    user = User.objects.create_user(
        f"orang-{number}@contoh.test", password, name=name or f"Pemegang {role or 'akun'} {number}"
    )
    if role is not None:
        assert organisation is not None, "a role is held in an organisation"
        begin = since or timezone.localdate() - timedelta(days=1)
        grant(organisation, by=system(), user=user, role=role, valid_from=begin, valid_to=until)
    return user
