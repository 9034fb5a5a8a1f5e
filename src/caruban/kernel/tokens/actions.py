"""What people do with tokens: make one, take one back; and the note of its last use.

No permission is asked to make one's own: a token can never do more than its owner.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caruban.kernel.actions import acting
from caruban.kernel.actors import Actor, key_of
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import emit
from caruban.kernel.tokens import queries
from caruban.kernel.tokens.events import TokenMade, TokenRevoked
from caruban.kernel.tokens.models import Token
from caruban.kernel.tokens.scopes import all_scopes
from caruban.kernel.tokens.secrets import SHOWN, digest_of, new_secret

MOST = 30  # tokens of one person that are in force

NOTE_USE = """
INSERT INTO tokens_tokenuse AS old (token_id, at, address) VALUES (%s, %s, %s)
ON CONFLICT (token_id) DO UPDATE SET at = EXCLUDED.at, address = EXCLUDED.address
WHERE old.at <= EXCLUDED.at - interval '1 minute'
"""


def make(
    *, by: Actor, name: str, scopes: list[str], expires_at: datetime, now: datetime
) -> tuple[Token, str]:
    """Make a token for oneself; give it with its secret, which nobody can read again.

    expires_at   at most `CARUBAN_TOKEN_DAYS` days from `now`

    Refused to who came with a token, for a scope that does not exist, and beyond MOST tokens.
    """
    owner = key_of(by)
    if by.limited_to is not None:
        raise PermissionDenied
    if unknown := set(scopes) - set(all_scopes()):
        raise Refused(_("Cakupan %(scope)s tidak ada.") % {"scope": min(unknown)}, field="scopes")
    if expires_at > now + timedelta(days=settings.TOKEN_DAYS):
        said = _("Token berlaku paling lama %(days)s hari.") % {"days": settings.TOKEN_DAYS}
        raise Refused(said, field="expires_at")
    if expires_at <= now:
        raise Refused(_("Tanggal akhir harus sesudah hari ini."), field="expires_at")
    if not scopes:
        raise Refused(_("Pilih paling sedikit satu cakupan."), field="scopes")
    secret = new_secret()
    with transaction.atomic(), acting(by):
        if queries.own(by).in_force(now).count() >= MOST:
            raise Refused(_("Token Anda sudah %(many)s. Cabut satu dahulu.") % {"many": MOST})
        token = Token(
            owner_id=owner,
            name=name,
            digest=digest_of(secret),
            ending=secret[-SHOWN:],
            scopes=sorted(set(scopes)),
            expires_at=expires_at,
        )
        token.full_clean(exclude=["digest", "scopes", "expires_at"], validate_constraints=False)
        token.save()
        emit(TokenMade(subject=token, scopes=", ".join(token.scopes)))
    return token, secret


def revoke(token: Token, *, by: Actor) -> Token:
    """Take a token back: one's own, or of somebody whose tokens `by` supervises.

    One that is revoked already stays so. Raises PermissionDenied.
    """
    with transaction.atomic(), acting(by):
        fresh = Token.objects.select_for_update().get(pk=token.pk)
        if by.limited_to is not None or not queries.reachable(by).filter(pk=fresh.pk).exists():
            raise PermissionDenied
        if fresh.revoked_at is None:
            fresh.revoked_at = timezone.now()
            fresh.save(update_fields=["revoked_at", "updated_at"])
            emit(TokenRevoked(subject=fresh))
    return fresh


def note_use(token: Token, *, at: datetime, address: str) -> None:
    """Write down that a token was used, at most once a minute."""
    if token.used is not None and token.used.at > at - timedelta(minutes=1):
        return
    with connection.cursor() as cursor:
        cursor.execute(NOTE_USE, [token.pk, at, address[:64]])
