from caruban.kernel.permissions import Permission


class ProofPermission(Permission):
    READ = "proof.read"
    RECOMPUTE = "proof.recompute"
