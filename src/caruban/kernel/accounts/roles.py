"""The roles, and the one table that says which role holds which permission, and how far.

Roles follow DESIGN's readers: citizens, officers, service desk, secretariat, assessors and
auditors, stewards of data, integrators, leaders; `system` is the actor of jobs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CITIZEN = "citizen", _("Warga")
    OFFICER = "officer", _("Petugas perangkat daerah")
    UNIT_HEAD = "unit_head", _("Kepala perangkat daerah")
    DESK_AGENT = "desk_agent", _("Petugas meja layanan")
    OPERATOR = "operator", _("Pengelola sistem")
    SECRETARY = "secretary", _("Sekretariat SPBE")
    INTERNAL_ASSESSOR = "internal_assessor", _("Asesor internal")
    ASSESSOR = "assessor", _("Asesor eksternal")
    AUDITOR = "auditor", _("Auditor")
    WALIDATA = "walidata", _("Walidata")
    DATA_PRODUCER = "data_producer", _("Produsen data")
    INTEGRATOR = "integrator", _("Pengelola integrasi")
    LEADER = "leader", _("Pimpinan")
    SYSTEM = "system", _("Sistem")


# what people are given; everyone is a citizen, and jobs alone are the system
GIVEN = [(role.value, role.label) for role in Role if role not in {Role.CITIZEN, Role.SYSTEM}]


class Reach(Enum):
    """How far a membership carries a permission."""

    SUBTREE = "the membership's organisation and all below it"
    INSTITUTION = "the whole institution that the organisation belongs to"
    EVERYWHERE = "every institution of this installation"


@dataclass(frozen=True)
class Grant:
    """Who holds one permission, and how far it reaches."""

    roles: frozenset[Role]
    reach: Reach = Reach.INSTITUTION

    @property
    def is_public(self) -> bool:
        """Say whether everyone holds it, guests too."""
        return Role.CITIZEN in self.roles


EVERYONE = frozenset({Role.CITIZEN})
STAFF = frozenset(Role) - {Role.CITIZEN}
READERS = STAFF - {Role.DESK_AGENT, Role.INTEGRATOR, Role.DATA_PRODUCER}
KEEPERS = frozenset({Role.SECRETARY, Role.SYSTEM})

SUBTREE, EVERYWHERE = Reach.SUBTREE, Reach.EVERYWHERE

GRANTS: dict[str, Grant] = {
    # Organisations and people
    "organisation.read": Grant(EVERYONE),
    "organisation.manage": Grant(frozenset({Role.OPERATOR, Role.SYSTEM}), SUBTREE),
    "organisation.found": Grant(frozenset({Role.SYSTEM}), EVERYWHERE),
    "membership.read": Grant(frozenset({Role.OPERATOR, Role.SECRETARY, Role.AUDITOR}), SUBTREE),
    "membership.grant": Grant(frozenset({Role.OPERATOR, Role.SYSTEM}), SUBTREE),
    "user.manage": Grant(frozenset({Role.OPERATOR, Role.SYSTEM}), SUBTREE),
    "signin.read": Grant(frozenset({Role.OPERATOR, Role.AUDITOR, Role.SYSTEM}), SUBTREE),
    "history.read": Grant(frozenset({Role.OPERATOR, Role.SECRETARY, Role.AUDITOR, Role.SYSTEM})),
    "token.supervise": Grant(frozenset({Role.OPERATOR, Role.SYSTEM})),
    "webhook.manage": Grant(frozenset({Role.OPERATOR, Role.INTEGRATOR, Role.SYSTEM})),
    # The installation
    "operations.read": Grant(frozenset({Role.OPERATOR, Role.SYSTEM}), EVERYWHERE),
    "operations.operate": Grant(frozenset({Role.OPERATOR, Role.SYSTEM}), EVERYWHERE),
    "privacy.watch": Grant(frozenset({Role.OPERATOR, Role.SECRETARY, Role.AUDITOR, Role.SYSTEM})),
    # Registers
    "list.keep": Grant(KEEPERS),  # shared views of lists, of others as well
    # Documents
    "document.read": Grant(READERS),
    "document.add": Grant(
        frozenset({Role.OFFICER, Role.UNIT_HEAD, Role.OPERATOR, Role.SECRETARY, Role.SYSTEM})
    ),
    "document.remove": Grant(frozenset({Role.SECRETARY, Role.SYSTEM})),
    # Comments on records
    "comment.read": Grant(STAFF),
    "comment.write": Grant(STAFF),
    "comment.keep": Grant(KEEPERS),
    # Proofs
    "proof.read": Grant(READERS),
    "proof.recompute": Grant(KEEPERS),
    # Evaluation
    "instrument.read": Grant(EVERYONE),
    "instrument.load": Grant(frozenset({Role.OPERATOR, Role.SYSTEM}), EVERYWHERE),
    "index.read": Grant(EVERYONE),
    "assessment.read": Grant(READERS),
    "assessment.open": Grant(KEEPERS),
    "assessment.steer": Grant(KEEPERS),  # assign, submit, object, publish
    "answer.fill": Grant(
        frozenset({Role.OFFICER, Role.UNIT_HEAD, Role.SECRETARY, Role.SYSTEM}), SUBTREE
    ),
    "answer.review": Grant(frozenset({Role.INTERNAL_ASSESSOR, Role.SYSTEM})),
    "answer.judge": Grant(frozenset({Role.ASSESSOR, Role.SYSTEM})),
    "target.set": Grant(KEEPERS),
    "path.plan": Grant(KEEPERS),
    "note.keep": Grant(KEEPERS),  # notes on the institution's documents
    "report.print": Grant(READERS),
}


def holders_of(permissions: Iterable[str]) -> frozenset[Role]:
    """Give the roles that hold any of some permissions."""
    return frozenset(role for one in permissions for role in grant_of(one).roles)


def grant_of(permission: str) -> Grant:
    """Give the grant of a permission; one that the table lacks is held by nobody."""
    return GRANTS.get(str(permission), Grant(frozenset()))
