from caruban.kernel.permissions import Permission


class PrivacyPermission(Permission):
    WATCH = "privacy.watch"  # see who read personal data
