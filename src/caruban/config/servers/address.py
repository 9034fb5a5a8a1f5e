"""Where the web server listens: host and port."""

import ipaddress
import socket
from typing import NamedTuple

from caruban.config.problems import WRONG, Problem


class Address(NamedTuple):
    """A host and its port, 1 to 65535."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """Say whether only this machine reaches it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def address_of(raw: str) -> Address:
    """Read `host:port`. Raises ValueError for anything else."""
    host, colon, port = raw.rpartition(":")
    if not (colon and host and port.isdecimal() and 0 < int(port) < 65536):  # noqa: PLR2004 (ports are 16 bits)
        raise ValueError(raw)
    return Address(host.strip("[]"), int(port))


def require_safe(address: Address, *, demo: bool) -> None:
    """Refuse to show demo mode, whose accounts anyone may take, to other machines."""
    if demo and not address.is_loopback:
        raise Problem(
            f"demo mode serves this machine only, not {address}: set CARUBAN_BIND to "
            "127.0.0.1:8000, or leave demo mode (CARUBAN_DEMO=0)",
            status=WRONG,
        )


def require_free(address: Address) -> None:
    """Refuse a port that somebody else has, or that is not ours to take."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise Problem(
                f"cannot listen on {address} ({error.strerror}): stop what uses it, or set "
                "CARUBAN_BIND to another address"
            ) from error


def answers(address: Address) -> bool:
    """Say whether somebody listens there."""
    try:
        with socket.create_connection(address, timeout=1):
            return True
    except OSError:
        return False
