"""Where a webhook may go: to the open Internet by TLS, or into networks that the operator allows.

Every address that a name resolves to must be allowed; the connection goes to one of exactly those,
so that a name which answers otherwise a moment later changes nothing.
"""

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

Address = IPv4Address | IPv6Address
TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64 (RFC 6052): the last 32 bits are an IPv4 address
PORTS = {"https": 443, "http": 80}
LOOKING_UP = 5  # seconds, longest, for the addresses of a name


class Forbidden(Exception):
    """An address is not one that a webhook may go to; the message says why, for the log."""


class Unknown(Exception):
    """A host name leads nowhere."""


@dataclass(frozen=True)
class Target:
    """Where a message goes: its parts, and the addresses that were checked."""

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[Address, ...]


def looked_up(url: str) -> Target:
    """Give where an address leads, every resolved address checked.

    Raises Forbidden for one that a webhook may not go to, Unknown for a host that nobody knows.
    """
    scheme, host, port, path = parts_of(url)
    addresses = _resolved(host, port)
    if not all(is_allowed(one) for one in addresses):
        raise Forbidden("leads into a private network")
    if scheme == "http" and not all(in_allowed_network(one) for one in addresses):
        raise Forbidden("is not encrypted")
    return Target(scheme, host, port, path, addresses)


def parts_of(url: str) -> tuple[str, str, int, str]:
    """Give scheme, host, port and path of an address. Raises Forbidden for another kind."""
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme, parts.hostname or "", parts.port
        host.encode("ascii")
    except ValueError as error:
        raise Forbidden("is no address") from error
    if scheme not in PORTS or not host or port == 0:
        raise Forbidden("is no address of the web")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise Forbidden("carries a user name, a password or a fragment")
    if not url.isascii() or any(one.isspace() or not one.isprintable() for one in url):
        raise Forbidden("has signs that no address has")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return scheme, host, port or PORTS[scheme], path


def is_allowed(address: Address) -> bool:
    """Say whether a webhook may go to an address: a public one, or one of an allowed network."""
    return in_allowed_network(address) or _is_public(_plain(address))


def in_allowed_network(address: Address) -> bool:
    """Say whether an address lies in a network of CARUBAN_WEBHOOK_ALLOWED_NETWORKS."""
    plain = _plain(address)
    return any(plain in network for network in settings.WEBHOOK_ALLOWED_NETWORKS)


def _is_public(address: Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def _plain(address: Address) -> Address:
    """Give the IPv4 address that an IPv6 one stands for, where it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _resolved(host: str, port: int) -> tuple[Address, ...]:
    found = _asked(host, port)
    # an address with a scope (fe80::1%eth0) is of one link only
    return tuple(dict.fromkeys(ip_address(str(one[4][0]).partition("%")[0]) for one in found))


def _asked(host: str, port: int) -> list[Any]:
    """Ask the system's resolver, which knows no end of its own: `LOOKING_UP`, then nobody waits."""
    answers: SimpleQueue[Any] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError):
            answers.put([])

    threading.Thread(target=ask, daemon=True).start()
    with suppress(Empty):
        if found := answers.get(timeout=LOOKING_UP):
            return list(found)
    raise Unknown(host)
