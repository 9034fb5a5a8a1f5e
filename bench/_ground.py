"""What a measurement stands on: a database of its own, and figures in a table."""

import os
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROUNDS = 5


@dataclass(frozen=True)
class Measured:
    """How one way did: seconds of each round, what it gave, and the peak of its memory in bytes."""

    name: str
    seconds: list[float]
    gave: Any
    peak: int

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def measure(name: str, way: Callable[[], Any], rounds: int = ROUNDS) -> Measured:
    """Run a way several times for its time, and once more, slower, for its memory."""
    seconds = []
    for _round in range(rounds):
        begin = time.perf_counter()
        gave = way()
        seconds.append(time.perf_counter() - begin)
    tracemalloc.start()
    way()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return Measured(name, seconds, gave, peak)


def show(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], *, words: int = 1) -> None:
    """Print an aligned table: the first columns, of words, to the left, figures to the right."""
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    print(f"\n{title}")
    for row in (head, ["-" * width for width in widths], *rows):
        cells = [
            f"{cell:<{width}}" if place < words else f"{cell:>{width}}"
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print(f"  {'  '.join(cells)}".rstrip())


@contextmanager
def a_database() -> Iterator[None]:
    """Have Django on a new database, migrated, with nothing in it; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="caruban-bench-") as folder:
        Path(folder).chmod(0o711)  # as root, the database runs as somebody else
        os.environ |= {
            "CARUBAN_DEMO": "1",
            "CARUBAN_DATA_DIR": folder,
            "CARUBAN_LOG_LEVEL": "ERROR",
        }
        os.environ.pop("DATABASE_URL", None)
        from caruban.config.start import django_ready

        with django_ready():
            from caruban.config.preparation import migrate

            migrate()
            yield


def tell(sentence: str) -> None:
    """Say on standard error what is being prepared."""
    print(sentence, file=sys.stderr, flush=True)
