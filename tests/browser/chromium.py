"""How the tests start Chromium; `script/test` names the one that it found."""

import os
import shutil

EXECUTABLE = os.environ.get("CARUBAN_CHROMIUM") or shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 20_000  # milliseconds that anything may take
