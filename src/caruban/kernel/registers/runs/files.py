"""The file of a run, in parts in the database: written and read without holding it whole."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from caruban.kernel.registers.runs.models import Part, Run

SIZE = 1024 * 1024  # bytes of a part


def keep(run: Run, file: BinaryIO) -> int:
    """Keep a file with a run, in place of the one that it had; give its size in bytes."""
    Part.objects.filter(run=run).delete()
    file.seek(0)
    size = number = 0
    while content := file.read(SIZE):
        Part.objects.create(run=run, number=number, content=content)
        size += len(content)
        number += 1
    return size


def parts_of(run: Run) -> Iterator[bytes]:
    """Give the file piece by piece: one short question each, so that no reader holds a cursor."""
    number = 0
    while part := Part.objects.filter(run=run, number=number).first():
        yield bytes(part.content)
        number += 1


@contextmanager
def file_of(run: Run) -> Iterator[BinaryIO]:
    """Give the file on the disk for as long as the block reads it."""
    with tempfile.TemporaryFile() as file:
        for content in parts_of(run):
            file.write(content)
        file.flush()
        file.seek(0)
        yield file
