from caruban.kernel.permissions import Permission


class ReportPermission(Permission):
    PRINT = "report.print"
