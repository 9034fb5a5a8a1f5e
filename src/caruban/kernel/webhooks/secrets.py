"""The secret of an endpoint and the signature of what is sent.

Source: Standard Webhooks 1.0, "Signature scheme": `whsec_` and base64 of 24 to 64 random bytes;
HMAC-SHA256 over `id.timestamp.body`; several signatures stand beside each other, by spaces.
"""

import base64
import hmac
import secrets
from collections.abc import Iterable

PURPOSE = "webhook"  # of the seal under which it is kept
PREFIX = "whsec_"
BYTES = 32


def new_secret() -> str:
    """Give a new secret, as its receiver keeps it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def signature(key: str, timestamp: int, body: str, *, by: Iterable[str]) -> str:
    """Give the `webhook-signature` of a message by one or several secrets.

    timestamp   seconds since 1970, of this sending
    """
    signed = f"{key}.{timestamp}.{body}".encode()
    return " ".join(f"v1,{_signed(signed, secret)}" for secret in by)


def _signed(message: bytes, secret: str) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, message, "sha256")).decode()
