"""The tokens of a leaver end with the account, for good."""

from django.utils import timezone

from caruban.kernel.accounts.leaving import ends_with_account
from caruban.kernel.accounts.models import User
from caruban.kernel.events.stream import emit
from caruban.kernel.tokens.events import TokenRevoked
from caruban.kernel.tokens.models import Token


@ends_with_account
def revoke_all(user: User) -> None:
    """Revoke what a leaver's programs used; who comes back makes new ones."""
    now = timezone.now()
    for token in Token.objects.select_for_update().filter(owner=user, revoked_at=None):
        token.revoked_at = now
        token.save(update_fields=["revoked_at", "updated_at"])
        emit(TokenRevoked(subject=token))
