"""Files under their own hash: written whole and synced before anything refers to them."""

import errno
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from django.conf import settings


@dataclass(frozen=True)
class Stored:
    """A file that is on the disk for good. `size` in bytes."""

    sha256: str
    size: int


NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})  # what a full disk answers with


class NoRoom(OSError):
    """The disk is full; what was written of the content is gone."""


class TooLarge(ValueError):
    """The content passed the limit; what was written of it is gone."""


def path_of(digest: str) -> Path:
    """Give where the file of a hash lies."""
    return Path(settings.DOCUMENT_ROOT) / digest[:2] / digest[2:4] / digest


def put(chunks: Iterable[bytes], *, limit: int) -> Stored:
    """Write content to the disk, synced, under its hash; the same content is written once.

    limit   bytes; more raises TooLarge, as soon as it is passed

    Raises NoRoom when the disk is full.
    """
    try:
        return _put(chunks, limit)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise NoRoom(error.errno, error.strerror) from error
        raise


def _put(chunks: Iterable[bytes], limit: int) -> Stored:
    root = Path(settings.DOCUMENT_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    digest, size = sha256(), 0
    handle, name = tempfile.mkstemp(prefix=".incoming-", dir=root)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise TooLarge(limit)
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        place = path_of(digest.hexdigest())
        place.parent.mkdir(parents=True, exist_ok=True)
        Path(name).replace(place)
        sync_folder(place.parent)
    finally:
        Path(name).unlink(missing_ok=True)
    return Stored(digest.hexdigest(), size)


def open_file(digest: str) -> BinaryIO:
    """Open the file of a hash for reading. Raises FileNotFoundError."""
    return path_of(digest).open("rb")


def delete(digest: str) -> None:
    """Remove the file of a hash, if it is there."""
    path_of(digest).unlink(missing_ok=True)


def all_hashes() -> Iterator[str]:
    """Give the hash of every file."""
    for file in Path(settings.DOCUMENT_ROOT).glob("??/??/*"):
        yield file.name


def leftovers(before: float) -> Iterator[Path]:
    """Give unfinished files of uploads that died before a moment (seconds since 1970)."""
    for file in Path(settings.DOCUMENT_ROOT).glob(".incoming-*"):
        if file.stat().st_mtime < before:
            yield file


def sync_folder(folder: Path) -> None:
    """Have the names in a folder reach the disk: a rename counts only then."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def try_writing() -> None:
    """Write a small file and take it away again. Raises OSError when that cannot be."""
    root = Path(settings.DOCUMENT_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=root) as file:
        file.write(b"Caruban looks whether it can write here.")
