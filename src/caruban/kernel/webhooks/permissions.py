from caruban.kernel.permissions import Permission


class WebhookPermission(Permission):
    MANAGE = "webhook.manage"  # its addresses, secrets, and the log of what was sent
