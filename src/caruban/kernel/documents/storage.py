"""The store of documents that the settings name: content under its own hash, or not at all."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from caruban.kernel.documents.stores.bucket import Bucket, Place
from caruban.kernel.documents.stores.disk import NO_ROOM, Disk, sync_folder
from caruban.kernel.documents.stores.interface import (
    Held,
    NoRoom,
    Store,
    StoreAway,
    Stored,
    TooLarge,
)

__all__ = [
    "NO_ROOM", "Held", "NoRoom", "Store", "StoreAway", "Stored", "TooLarge",
    "all_hashes", "clear_leftovers", "delete", "exists", "held", "open_file", "put",
    "store", "store_at", "sync_folder", "told", "try_writing",
]  # fmt: skip

DISK = "disk"  # what `caruban documents --from` calls the folder


def store() -> Store:
    """Give the store that CARUBAN_DOCUMENTS names."""
    return store_at(settings.DOCUMENT_STORE)


def store_at(place: str) -> Store:
    """Give a store: "disk" (or ""), or "s3://bucket/prefix" at the configured endpoint."""
    if place in ("", DISK):
        return Disk(Path(settings.DOCUMENT_ROOT))
    bucket, _slash, prefix = place.removeprefix("s3://").partition("/")
    prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
    key, secret = settings.S3_CREDENTIALS
    return Bucket(Place(bucket, prefix, settings.S3_ENDPOINT, settings.S3_REGION, key, secret))


def put(chunks: Iterable[bytes], *, limit: int) -> Stored:
    """Keep content under its hash; the same content is kept once.

    limit   bytes; more raises TooLarge, as soon as it is passed

    Raises NoRoom when the store is full, StoreAway when it cannot be reached.
    """
    return store().put(chunks, limit=limit)


def open_file(digest: str) -> BinaryIO:
    """Open the content of a hash for reading. Raises FileNotFoundError, StoreAway."""
    return store().open(digest)


def exists(digest: str) -> bool:
    """Say whether the content of a hash is held. Raises StoreAway."""
    return store().size_of(digest) is not None


def delete(digest: str) -> None:
    """Remove the content of a hash, if it is there. Raises StoreAway."""
    store().delete(digest)


def held() -> Iterator[Held]:
    """Give everything that is held. Raises StoreAway."""
    return store().held()


def all_hashes() -> Iterator[str]:
    """Give the hash of everything that is held. Raises StoreAway."""
    return (one.sha256 for one in held())


def clear_leftovers(before: float) -> int:
    """Remove what uploads left that died before a moment (seconds since 1970); give how many."""
    return store().clear_leftovers(before)


def try_writing() -> None:
    """Write something small. Raises OSError when that cannot be."""
    store().try_writing()


def told() -> str:
    """Say for operators where documents lie, without a secret."""
    return store().told()
