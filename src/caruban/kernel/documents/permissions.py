from caruban.kernel.permissions import Permission


class DocumentPermission(Permission):
    READ = "document.read"
    ADD = "document.add"
    REMOVE = "document.remove"
