"""What every store of documents does, and how it says no.

OSError
├── NoRoom             it is full; nothing of the content was kept
├── StoreAway          it does not answer, or answers with what is no answer; try again later
└── FileNotFoundError  it has no such content
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol


@dataclass(frozen=True)
class Stored:
    """Content that is kept for good. `size` in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Held:
    """Content that a store holds.

    size   bytes;   written_at   seconds since 1970
    """

    sha256: str
    size: int
    written_at: float


class NoRoom(OSError):
    """The store is full; what was written of the content is gone."""


class StoreAway(OSError):
    """The store cannot be reached, or cannot do now what was asked."""


class TooLarge(ValueError):
    """The content passed the limit; what was written of it is gone."""


class Store(Protocol):
    """Content under its own hash. Whatever a method is asked, it may raise StoreAway."""

    def put(self, chunks: Iterable[bytes], *, limit: int) -> Stored:
        """Keep content, whole or not at all; the same content again is written anew.

        limit   bytes; more raises TooLarge, as soon as it is passed

        Raises NoRoom when the store is full.
        """

    def open(self, digest: str) -> BinaryIO:
        """Open the content of a hash for reading, seekable. Raises FileNotFoundError."""

    def size_of(self, digest: str) -> int | None:
        """Give the bytes of the content of a hash; None where it is not held."""

    def delete(self, digest: str) -> None:
        """Remove the content of a hash, if it is there."""

    def held(self) -> Iterator[Held]:
        """Give everything that is held, in no order."""

    def clear_leftovers(self, before: float) -> int:
        """Remove what uploads left that died before a moment (seconds since 1970); count it."""

    def try_writing(self) -> None:
        """Write something small. Raises OSError when that cannot be."""

    def told(self) -> str:
        """Say for operators where it is, without a secret."""
