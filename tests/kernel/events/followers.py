"""A follower for tests, loaded by the tests and by the worker that they start."""

import os
import signal
from pathlib import Path

from caruban.kernel.events.models import Happening


def note(happening: Happening) -> None:
    """Write down each time it was told; die in the midst of the first, where the test says so."""
    notes = Path(os.environ["FOLLOWER_NOTES"])
    first = not notes.exists()
    with notes.open("a") as file:
        file.write(f"{happening.name} {happening.subject_name}\n")
    if first and os.environ.get("FOLLOWER_DIES"):
        os.kill(os.getpid(), signal.SIGKILL)
