"""A real S3 server on this machine: `rclone serve s3`, which keeps objects as files of a folder."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import count
from pathlib import Path

from tests.config.processes import environment, free_port, status_of, wait_until

KEY, SECRET = "tests-only-key", "tests-only-secret"
RCLONE = Path(find_spec("rclone_api").origin).parent / "bin" / "rclone"
BUCKET = "caruban"
_numbers = count(1)


@dataclass
class Server:
    """A server that runs; `folder` holds its buckets as folders."""

    address: str
    folder: Path
    process: "subprocess.Popen[bytes]"

    def place(self) -> str:
        """Give an empty prefix of the bucket, as CARUBAN_DOCUMENTS takes it."""
        return f"s3://{BUCKET}/tests/{next(_numbers)}"

    def settings(self, place: str) -> dict[str, object]:
        """Give Django's settings for a place."""
        return {
            "DOCUMENT_STORE": place,
            "S3_ENDPOINT": self.address,
            "S3_REGION": "us-east-1",
            "S3_CREDENTIALS": (KEY, SECRET),
        }


@contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[Server]:
    """Have a server run over a folder, with one bucket."""
    (folder / BUCKET).mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    process = subprocess.Popen(
        [RCLONE, "serve", "s3", folder, "--addr", f"127.0.0.1:{port}", "--auth-key",
         f"{KEY},{SECRET}", "--config", ""],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=environment(),
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: process.poll() is not None or status_of(address) != 0, 20)
        assert process.poll() is None
        yield Server(address, folder, process)
    finally:
        process.kill()
        process.wait(10)
