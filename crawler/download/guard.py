"""Whom the crawl may ask: hosts that a profile names, at addresses of the public internet.

First, pure functions on the spelling of a host and on what is public; then the two guards that use them:
HostGuard looks at every request, GuardedResolver at every address a connection would go to.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.download.reasons import Reason

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
    """The host's name alone, without port: whoever answers there shares one budget."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


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


class HostGuard:
    """Refuses every request, redirects included, to a host the paper's profile does not name.

    Which addresses a named host may resolve to is the business of GuardedResolver.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.allowed: frozenset[str] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises Reason `outside`; robots.txt of a named host passes like any other address."""
        if self.allowed is None:
            paper = self.crawler.spider.paper  # type: ignore[union-attr]
            self.allowed = frozenset(map(without_default_port, paper.allowed_hosts))
        host = host_of(request.url)
        if host is None or host not in self.allowed:
            parts = urlsplit(request.url)
            raise Reason(
                "outside", f"{parts.scheme}://{parts.netloc} is not named in the profile (key hosts)"
            )


refused: dict[str, str] = {}
"""Host name → the address it last resolved to, when that was refused and none was left."""


@implementer(IHostnameResolver)
class GuardedResolver:
    """Twisted's resolver without the addresses that may not be connected to.

    Twisted connects to exactly the addresses a resolver hands over, so what is filtered here is filtered at
    connect time; a name that changes its address between two requests is looked at again each time. Literal
    addresses pass through here too. The system's resolver does the asking and the caching.
    """

    def __init__(self, reactor: Any, networks: Sequence[Network]) -> None:
        self.reactor = reactor
        self.networks = networks
        self.resolver: Any = reactor.nameResolver

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        """Called by Scrapy; the setting BANMIAN_NETWORKS names networks that count as public."""
        return cls(reactor, read_networks(crawler.settings.get("BANMIAN_NETWORKS") or ""))

    def install_on_reactor(self) -> None:
        self.reactor.installNameResolver(self)

    def resolveHostName(
        self,
        resolutionReceiver: IResolutionReceiver,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> IHostResolution:
        """See IHostnameResolver; a name without a permitted address looks like one that does not exist."""
        sieve = Sieve(resolutionReceiver, hostName, self.networks)
        resolution: IHostResolution = self.resolver.resolveHostName(
            sieve, hostName, portNumber, addressTypes, transportSemantics
        )
        return resolution


@implementer(IResolutionReceiver)
class Sieve:
    """Lets through the addresses a host may be connected at."""

    def __init__(self, receiver: Any, host: str, networks: Sequence[Network]) -> None:
        self.receiver = receiver
        self.host = host
        self.networks = networks
        self.passed = False
        refused.pop(host, None)

    def resolutionBegan(self, resolution: IHostResolution) -> None:
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        """Passed on, or noted as refused."""
        if may_connect(self.host, ipaddress.ip_address(address.host), self.networks):
            self.passed = True
            self.receiver.addressResolved(address)
        else:
            refused[self.host] = address.host

    def resolutionComplete(self) -> None:
        if self.passed:
            refused.pop(self.host, None)
        self.receiver.resolutionComplete()
