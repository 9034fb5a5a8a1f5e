from caruban.kernel.permissions import Permission


class OperationsPermission(Permission):
    READ = "operations.read"
    OPERATE = "operations.operate"  # jobs again or given up, a mail to oneself
