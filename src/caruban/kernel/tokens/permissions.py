from caruban.kernel.permissions import Permission


class TokenPermission(Permission):
    SUPERVISE = "token.supervise"  # see the tokens of an institution's people, and revoke them
