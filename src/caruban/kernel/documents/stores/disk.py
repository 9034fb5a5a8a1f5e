"""A folder: files under their own hash, written whole and synced before anything refers to them."""

import errno
import os
import tempfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from caruban.kernel.documents.stores.interface import Held, NoRoom, Stored, TooLarge

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})  # what a full disk answers with


class Disk:
    """The store in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path_of(self, digest: str) -> Path:
        """Give where the file of a hash lies."""
        return self.root / digest[:2] / digest[2:4] / digest

    def put(self, chunks: Iterable[bytes], *, limit: int) -> Stored:
        """Write content, synced, under its hash."""
        try:
            return self._put(chunks, limit)
        except OSError as error:
            if error.errno in NO_ROOM:
                raise NoRoom(error.errno, error.strerror) from error
            raise

    def _put(self, chunks: Iterable[bytes], limit: int) -> Stored:
        self.root.mkdir(parents=True, exist_ok=True)
        digest, size = sha256(), 0
        handle, name = tempfile.mkstemp(prefix=".incoming-", dir=self.root)
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
            place = self.path_of(digest.hexdigest())
            place.parent.mkdir(parents=True, exist_ok=True)
            Path(name).replace(place)
            sync_folder(place.parent)
        finally:
            Path(name).unlink(missing_ok=True)
        return Stored(digest.hexdigest(), size)

    def open(self, digest: str) -> BinaryIO:
        """Open the file of a hash."""
        return self.path_of(digest).open("rb")

    def size_of(self, digest: str) -> int | None:
        """Give the size of the file of a hash; None where there is none."""
        try:
            return self.path_of(digest).stat().st_size
        except FileNotFoundError:
            return None

    def delete(self, digest: str) -> None:
        """Remove the file of a hash, if it is there."""
        self.path_of(digest).unlink(missing_ok=True)

    def held(self) -> Iterator[Held]:
        """Give every file."""
        for file in self.root.glob("??/??/*"):
            try:
                seen = file.stat()
            except FileNotFoundError:  # deleted meanwhile
                continue
            yield Held(file.name, seen.st_size, seen.st_mtime)

    def clear_leftovers(self, before: float) -> int:
        """Remove unfinished files of uploads that died."""
        old = [file for file in self.root.glob(".incoming-*") if file.stat().st_mtime < before]
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)

    def try_writing(self) -> None:
        """Write a small file and take it away again."""
        self.root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=self.root) as file:
            file.write(b"Caruban looks whether it can write here.")

    def told(self) -> str:
        """Give the folder."""
        return str(self.root)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder reach the disk: a rename counts only then."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
