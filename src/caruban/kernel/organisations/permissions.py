from caruban.kernel.permissions import Permission


class OrganisationPermission(Permission):
    READ = "organisation.read"
    MANAGE = "organisation.manage"
    FOUND = "organisation.found"  # a new institution in this installation
