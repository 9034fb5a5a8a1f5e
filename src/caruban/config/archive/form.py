"""The form of an archive: its first and last entries, its seal, and how it is told from others."""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

FORMAT = 1
HEAD = "caruban-backup.json"
MANIFEST = "manifest.json"
SEAL = b"CARUBAN1"
SEALED = len(SEAL) + hashlib.sha256().digest_size
CHUNK = 1024 * 1024  # bytes


class ArchiveError(Exception):
    """An archive cannot be written or restored; the message is the one line that people read."""


@dataclass(frozen=True)
class Table:
    """One table as kept: sha256 and size are of its COPY text, before compression."""

    name: str
    columns: list[str]
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What an archive holds.

    migrations   (app, name) of every migration that the database had
    sequences    by name, the number that each gives next
    documents    by sha256, the size in bytes
    """

    format: int
    version: str
    made_at: str
    migrations: list[tuple[str, str]]
    tables: list[Table]
    sequences: dict[str, int]
    documents: dict[str, int]

    def written(self) -> bytes:
        """Give it as JSON."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False).encode()

    @property
    def rows(self) -> int:
        """Give the rows of all tables together."""
        return sum(table.rows for table in self.tables)


def read_manifest(text: bytes) -> Manifest:
    """Make a manifest of its JSON. Raises ValueError, TypeError or KeyError for anything else."""
    told: dict[str, Any] = json.loads(text)
    told["tables"] = [Table(**row) for row in told["tables"]]
    told["migrations"] = [(app, name) for app, name in told["migrations"]]
    return Manifest(**told)


def add(tar: tarfile.TarFile, name: str, content: bytes | IO[bytes], size: int = 0) -> None:
    """Add an entry: some bytes, or `size` bytes of a file."""
    entry = tarfile.TarInfo(name)
    whole = isinstance(content, bytes)
    entry.size = len(content) if isinstance(content, bytes) else size
    entry.mode = 0o600
    tar.addfile(entry, BytesIO(content) if whole else content)  # type: ignore[arg-type]


def chunks(file: IO[bytes], size: int = -1) -> Iterator[bytes]:
    """Give the bytes of a file in pieces, up to `size` of them."""
    left = size
    while left:
        piece = file.read(CHUNK if left < 0 else min(CHUNK, left))
        if not piece:
            return
        left -= len(piece) if left > 0 else 0
        yield piece


def seal_of(path: Path) -> bytes:
    """Give the seal that belongs on the bytes of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for piece in chunks(file):
            digest.update(piece)
    return SEAL + digest.digest()


def head() -> bytes:
    """Give the first entry: enough to tell what the file is, and whether we can read it."""
    return json.dumps({"format": FORMAT, "made_by": "caruban"}).encode()
