from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "caruban.kernel.invitations"
    label = "invitations"
