"""Files of what was found once and looked at: compared by every run, rewritten by one command.

    CARUBAN_REWRITE=1 script/test tests/contracts

The change is then read in review, as any other.
"""

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

REWRITING = bool(os.environ.get("CARUBAN_REWRITE"))
HERE = Path(__file__).parent
HOW = "look at the difference; if it is meant: CARUBAN_REWRITE=1 script/test tests/contracts"


class Recorded:
    """One JSON file, an entry by name."""

    def __init__(self, name: str) -> None:
        self.path = HERE / name

    def read(self) -> dict[str, Any]:
        return json.loads(self.path.read_text(encoding="utf-8")) if self.path.exists() else {}

    def agrees(self, name: str, found: Any) -> None:
        """Compare what was found with what the file says, or write it there."""
        if REWRITING:
            with self._held() as entries:
                entries[name] = found
        assert self.read().get(name) == found, HOW

    def has_no_more_than(self, names: set[str]) -> None:
        """Compare the file's names with those that exist, or drop what is gone."""
        if REWRITING:
            with self._held() as entries:
                for gone in entries.keys() - names:
                    del entries[gone]
        assert self.read().keys() - names == set(), HOW

    @contextmanager
    def _held(self) -> Iterator[dict[str, Any]]:
        """Hold the file while it is changed: tests run side by side, and read it meanwhile."""
        lock = Path(tempfile.gettempdir(), f"caruban-{self.path.name}.lock")
        with lock.open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            entries = self.read()
            yield entries
            text = json.dumps(dict(sorted(entries.items())), indent=1, ensure_ascii=False)
            new = self.path.with_suffix(".new")
            new.write_text(text + "\n", encoding="utf-8")
            new.replace(self.path)
