"""Look at an archive from end to end before anything is touched."""

import gzip
import hashlib
import json
import tarfile
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from caruban.config.archive import form
from caruban.config.archive.form import ArchiveError, Manifest

UNREADABLE = (
    tarfile.TarError,
    gzip.BadGzipFile,
    zlib.error,
    EOFError,
    ValueError,
    TypeError,
    KeyError,
)


def checked(path: Path) -> Manifest:
    """Give the manifest of an archive that is whole.

    Raises ArchiveError: not there, not ours, of a newer form, or broken.
    """
    try:
        _ask_form(path)
        _ask_seal(path)
        return _ask_content(path)
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {error.strerror or error}") from error


def entries(path: Path) -> Generator[tuple[str, int, IO[bytes]], None, None]:
    """Give name, size and content of every entry, in order."""
    with tarfile.open(path, "r:") as tar:
        for entry in tar:
            content = tar.extractfile(entry)
            if content is None:
                raise ValueError(entry.name)
            yield entry.name, entry.size, content


@contextmanager
def opened(path: Path) -> Iterator[Callable[[str], IO[bytes]]]:
    """Give a way to open the entries of an archive by name, in any order."""
    with tarfile.open(path, "r:") as tar:

        def entry(name: str) -> IO[bytes]:
            content = tar.extractfile(name)
            if content is None:
                raise ValueError(name)
            return content

        yield entry


def unpacked(content: IO[bytes]) -> Iterator[bytes]:
    """Give the COPY text of a table's entry in pieces."""
    with gzip.GzipFile(fileobj=content) as file:
        yield from form.chunks(file)  # type: ignore[arg-type]


def _ask_form(path: Path) -> None:
    try:
        with closing(entries(path)) as found:
            name, _size, content = next(found)
            told = json.loads(content.read(form.CHUNK))
        ours = name == form.HEAD and told["made_by"] == "caruban"
        number = int(told["format"])
    except (*UNREADABLE, StopIteration) as error:
        raise ArchiveError(f"{path} is no backup of Caruban") from error
    if not ours:
        raise ArchiveError(f"{path} is no backup of Caruban")
    if number > form.FORMAT:
        raise ArchiveError(
            f"{path} has format {number}, of a newer Caruban; this one reads up to {form.FORMAT}"
        )


def _ask_seal(path: Path) -> None:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for piece in form.chunks(file, path.stat().st_size - form.SEALED):
            digest.update(piece)
        if file.read() != form.SEAL + digest.digest():
            raise ArchiveError(f"{path} is damaged or cut short")


def _ask_content(path: Path) -> Manifest:
    try:
        found: dict[str, tuple[int, str]] = {}
        manifest = None
        for name, _size, content in entries(path):
            if name == form.MANIFEST:
                manifest = form.read_manifest(content.read())
            elif name != form.HEAD:
                pieces = unpacked(content) if name.startswith("tables/") else form.chunks(content)
                found[name] = _measured(pieces)
    except UNREADABLE as error:
        raise ArchiveError(f"{path} is damaged: what is in it cannot be read") from error
    if manifest is None or found != _promised(manifest):
        raise ArchiveError(f"{path} is damaged: what is in it is not what its manifest says")
    return manifest


def _measured(pieces: Iterator[bytes]) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    for piece in pieces:
        size += len(piece)
        digest.update(piece)
    return size, digest.hexdigest()


def _promised(manifest: Manifest) -> dict[str, tuple[int, str]]:
    tables = {f"tables/{one.name}.copy.gz": (one.size, one.sha256) for one in manifest.tables}
    documents = {f"documents/{key}": (size, key) for key, size in manifest.documents.items()}
    return tables | documents
