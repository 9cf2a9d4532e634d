"""Which hosts and addresses there are, and which of them may be asked: pure functions of their spelling."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
_COMPATIBLE = ipaddress.IPv6Network("::/96")  # RFC 4291, 2.5.5.1
_NOT_PUBLIC = (
    ipaddress.IPv6Network("64:ff9b:1::/48"),  # RFC 8215: a site's own translation
    ipaddress.IPv6Network("fec0::/10"),  # site-local, deprecated by RFC 3879
)


def host_of(url: str) -> str | None:
    """`host` or `host:port` of an http(s) address: lower case, without the scheme's own port.

    None where it has another scheme, no host, or a user name (`http://paper@elsewhere/`).
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = parts.netloc.lower()
    if parts.scheme not in _DEFAULT_PORTS or not host or "@" in host:
        return None
    return host.removesuffix(_DEFAULT_PORTS[parts.scheme])


def without_default_port(host: str) -> str:
    """A host as a profile may write it, in the spelling of `host_of`."""
    return host.lower().removesuffix(":80").removesuffix(":443")


def host_name(url: str) -> str:
    """The host's name alone, without port; '' where there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def server_of(url: str) -> str:
    """Whoever answers there and is asked one thing at a time: the host's name alone, without port.

    On the machine itself (loopback) every port is another server, and is named with it.
    """
    name = host_name(url)
    if name != "localhost" and not name.startswith("127.") and name != "::1":
        return name
    try:
        return f"{name}:{urlsplit(url).port or 80}"
    except ValueError:
        return name


def read_networks(text: str) -> tuple[Network, ...]:
    """Networks written `198.18.0.0/15, fd00::/8`. Raises ValueError for anything else."""
    return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())


def is_public(address: Address) -> bool:
    """Whether an address is of the public internet, also when it carries an IPv4 address inside."""
    if isinstance(address, ipaddress.IPv6Address):
        if any(address in network for network in _NOT_PUBLIC):
            return False
        if inner := _embedded(address):
            return all(map(is_public, inner))
    return address.is_global and not address.is_multicast and not address.is_reserved


def _embedded(address: ipaddress.IPv6Address) -> tuple[ipaddress.IPv4Address, ...]:
    if address.teredo:
        return address.teredo
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and (address in _NAT64 or address in _COMPATIBLE):
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return (inner,) if inner else ()


def may_connect(host: str, address: Address, networks: Sequence[Network] = ()) -> bool:
    """Whether a connection to a host of this name may go to this address.

    Public addresses and those in `networks` always; besides, an address that the name itself spells out,
    and loopback for `localhost`: whoever names them (see HostGuard) means them.
    """
    if is_public(address) or any(address in network for network in networks):
        return True
    name = host.lower().strip("[]")
    if name == "localhost" or name.endswith(".localhost"):  # RFC 6761, 6.3
        return address.is_loopback
    try:
        return ipaddress.ip_address(name) == address
    except ValueError:
        return False
