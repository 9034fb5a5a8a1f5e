"""Secrets that an installation makes for itself, in files that only their owner reads."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def kept_secret(path: Path, length: int) -> str:
    """Give the secret kept in a file; make it on first use, whole or not at all.

    length   of the secret, in random bytes
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(length))
        with suppress(FileExistsError):  # somebody was quicker: theirs counts
            os.link(unfinished, path)
        unfinished.unlink()
    return path.read_text()
