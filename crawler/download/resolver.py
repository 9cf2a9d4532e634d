"""The resolver: a connection goes to addresses that were looked at, and to no other.

Twisted connects to exactly the addresses a resolver hands over, so what is filtered here is filtered at
connect time; a name that changes its address between two requests is looked at again each time.
Literal addresses pass through here too. The system's resolver does the asking and the caching.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any, Self

from scrapy.crawler import Crawler
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.download.addresses import Network, may_connect, read_networks

refused: dict[str, str] = {}
"""Host name → the address it last resolved to, when that was refused and none was left."""


@implementer(IHostnameResolver)
class GuardedResolver:
    """Twisted's resolver without the addresses that may not be connected to."""

    def __init__(self, reactor: Any, networks: Sequence[Network]) -> None:
        self.reactor = reactor
        self.networks = networks
        self.resolver: Any = reactor.nameResolver

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        """Called by Scrapy; the setting BANMIAN_NETWORKS names networks that count as public."""
        return cls(reactor, read_networks(crawler.settings.get("BANMIAN_NETWORKS") or ""))

    def install_on_reactor(self) -> None:
        """Called by Scrapy."""
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
        """Passed on."""
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        """Passed on, or noted as refused."""
        if may_connect(self.host, ipaddress.ip_address(address.host), self.networks):
            self.passed = True
            self.receiver.addressResolved(address)
        else:
            refused[self.host] = address.host

    def resolutionComplete(self) -> None:
        """Passed on."""
        if self.passed:
            refused.pop(self.host, None)
        self.receiver.resolutionComplete()
