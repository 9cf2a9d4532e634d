"""Whom the crawl may ask: hosts that a profile names, at addresses of the public internet.

HostGuard looks at every request, GuardedResolver at every address a connection would go to; what is public
and how a host is spelt stands in `crawler.download.hosts`.
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

from crawler.download.hosts import Network, host_of, may_connect, read_networks, without_default_port
from crawler.download.reasons import Reason


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
