from caruban.kernel.permissions import Permission


class AccountPermission(Permission):
    READ = "membership.read"
    GRANT = "membership.grant"
    MANAGE_USERS = "user.manage"
    WATCH = "signin.read"
    READ_HISTORY = "history.read"
