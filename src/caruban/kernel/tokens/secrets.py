"""The secret of a token: made, checked for form, and kept only as its hash.

    crb_  +  43 characters (32 random bytes)  +  6 characters (CRC-32 of what stands before)

The prefix and the checksum let a scanner find a token that leaked into a repository or a chat, and
let us refuse a mistyped one without asking the database. All 62 letters and digits are used, so
that a double click selects the whole.

The hash is plain SHA-256: a slow hash protects secrets that people invent and others can guess,
and 32 random bytes are guessed by nobody; a slow hash would only make every request slow.
"""

import re
import secrets
from hashlib import sha256
from string import ascii_letters, digits
from zlib import crc32

PREFIX = "crb_"
LETTERS = digits + ascii_letters
BODY, CHECK = 43, 6
FORM = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{BODY + CHECK}}}")
SHOWN = 4  # characters at the end of a token by which its owner knows it again


def new_secret() -> str:
    """Give a new token."""
    body = PREFIX + _in_letters(int.from_bytes(secrets.token_bytes(32)), BODY)
    return body + _checksum(body)


def is_well_formed(secret: str) -> bool:
    """Say whether a text can be a token of ours: its form and its checksum fit."""
    return bool(FORM.fullmatch(secret)) and secret[-CHECK:] == _checksum(secret[:-CHECK])


def digest_of(secret: str) -> str:
    """Give what is kept of a token."""
    return sha256(secret.encode()).hexdigest()


def _checksum(body: str) -> str:
    return _in_letters(crc32(body.encode()), CHECK)


def _in_letters(number: int, length: int) -> str:
    found = ""
    while number:
        number, rest = divmod(number, len(LETTERS))
        found = LETTERS[rest] + found
    return found.rjust(length, LETTERS[0])
