"""Texts that only this installation can read: kept at rest under a key made from its secret."""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

LENGTH = 32  # bytes of a key


def sealed(text: str, *, purpose: str) -> bytes:
    """Give a text as it is kept: encrypted and signed. `purpose` keeps one use from another's."""
    return _key(purpose, _secrets()).encrypt(text.encode())


def opened(content: bytes | memoryview, *, purpose: str) -> str | None:
    """Give the text again; None where it cannot be read: another secret, or changed by somebody."""
    try:
        return _key(purpose, _secrets()).decrypt(bytes(content)).decode()
    except InvalidToken:
        return None


def _secrets() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@cache
def _key(purpose: str, secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(one, purpose)) for one in secrets])


def _derived(secret: str, purpose: str) -> bytes:
    made = HKDF(SHA256(), LENGTH, salt=None, info=f"caruban.{purpose}".encode())
    return base64.urlsafe_b64encode(made.derive(secret.encode()))
