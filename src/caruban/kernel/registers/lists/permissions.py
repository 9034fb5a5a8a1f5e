from caruban.kernel.permissions import Permission


class ListPermission(Permission):
    KEEP = "list.keep"  # change and remove the shared views of others
