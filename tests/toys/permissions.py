from caruban.kernel.accounts.roles import GRANTS, KEEPERS, READERS, Grant, Reach, Role
from caruban.kernel.permissions import Permission

WRITERS = frozenset({Role.OFFICER, Role.UNIT_HEAD, Role.SECRETARY, Role.SYSTEM})


class ToyPermission(Permission):
    READ = "toy.read"
    KEEP = "toy.keep"
    REMOVE = "toy.remove"
    APPROVE = "toy.approve"
    SEE_NIK = "toy.see_nik"


GRANTS.update(
    {
        ToyPermission.READ: Grant(READERS),
        ToyPermission.KEEP: Grant(WRITERS, Reach.SUBTREE),
        ToyPermission.REMOVE: Grant(KEEPERS),
        ToyPermission.APPROVE: Grant(frozenset({Role.UNIT_HEAD, Role.SECRETARY}), Reach.SUBTREE),
        ToyPermission.SEE_NIK: Grant(frozenset({Role.SECRETARY})),
    }
)
