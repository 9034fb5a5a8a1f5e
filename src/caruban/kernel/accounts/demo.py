"""Role accounts of demo mode: one per role, named by it, so that a newcomer sees each role."""

from dataclasses import dataclass
from secrets import token_urlsafe

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caruban.kernel.accounts.actions import enrol, grant
from caruban.kernel.accounts.models import User
from caruban.kernel.accounts.roles import Role
from caruban.kernel.actors import Actor
from caruban.kernel.organisations.models import Organisation

DOMAIN = "demo.caruban.invalid"


@dataclass(frozen=True)
class Face:
    """One demo account: its address, its name, its role, and the unit whose code it works in.

    An institution without such a unit gives the account the whole institution.
    """

    address: str
    name: str | Promise
    role: Role
    unit: str = ""

    @property
    def email(self) -> str:
        return f"{self.address}@{DOMAIN}"


FACES = (
    Face("sekretariat", _("Sekretariat SPBE"), Role.SECRETARY),
    Face("petugas", _("Petugas Dinas Kominfo"), Role.OFFICER, "diskominfo"),
    Face("kepala", _("Kepala Dinas Kominfo"), Role.UNIT_HEAD, "diskominfo"),
    Face("asesor-internal", _("Asesor internal"), Role.INTERNAL_ASSESSOR, "inspektorat"),
    Face("asesor", _("Asesor eksternal"), Role.ASSESSOR),
    Face("auditor", _("Auditor"), Role.AUDITOR, "inspektorat"),
    Face("pimpinan", _("Pimpinan daerah"), Role.LEADER),
    Face("pengelola", _("Pengelola sistem"), Role.OPERATOR),
    Face("meja-layanan", _("Petugas meja layanan"), Role.DESK_AGENT, "diskominfo"),
    Face("walidata", _("Walidata"), Role.WALIDATA, "diskominfo"),
    Face("produsen-data", _("Produsen data"), Role.DATA_PRODUCER, "bappelitbangda"),
    Face("integrasi", _("Pengelola integrasi"), Role.INTEGRATOR, "diskominfo"),
)


def prepare(institution: Organisation, *, by: Actor) -> list[tuple[User, str]]:
    """Make the role accounts of an institution; give the new ones with their passwords.

    Safe to run twice: what is there stays as it is. Raises PermissionDenied.
    """
    with transaction.atomic():
        there = set(accounts().values_list("email", flat=True))
        return [_make(face, institution, by=by) for face in FACES if face.email not in there]


def accounts() -> QuerySet[User]:
    """Give the role accounts that exist."""
    return User.objects.filter(email__in=[face.email for face in FACES], is_active=True)


def faces() -> list[tuple[Face, User]]:
    """Give the role accounts that can be chosen now, in the order of `FACES`."""
    there = {user.email: user for user in accounts()}
    return [(face, there[face.email]) for face in FACES if face.email in there]


def _make(face: Face, institution: Organisation, *, by: Actor) -> tuple[User, str]:
    password = token_urlsafe(12)
    user = enrol(by=by, email=face.email, name=str(face.name), password=password)
    place = institution.members.filter(code=face.unit).first() if face.unit else None
    grant(
        place or institution,
        by=by,
        user=user,
        role=face.role,
        valid_from=timezone.localdate(),
    )
    return user, password
