"""robots.txt as RFC 9309 has it.

| answer for robots.txt | what is done |
|---|---|
| 2xx | its rules hold, the first 500 kB of them; Crawl-delay too, where longer than the profile's |
| redirects | followed, five at most, to hosts the profile names |
| 4xx but 429, too many redirects | there are no rules: everything may be asked for |
| 5xx, 429, no answer, a redirect to another host | unknown: nothing may be asked for |
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.download.budgets import HOSTS, budgets_of
from crawler.download.hosts import server_of
from crawler.download.reasons import Reason, Stopping

AGENT = "banmian"
"""The name robots.txt may address us by."""
LARGEST = 500 * 1024
"""Bytes that are parsed (RFC 9309, 2.5)."""
LIFETIME = 24 * 60 * 60
"""Seconds the rules of a long run are believed (RFC 9309, 2.4)."""
_ITSELF = "banmian.robots_txt"


@dataclass(frozen=True, slots=True)
class Rules:
    """What is known of a host's robots.txt."""

    protego: Protego | None = None
    """None: no rules."""
    unknown: Reason | None = None
    """Why nothing may be asked for."""

    def check(self, url: str) -> None:
        """Raises the Reason why an address may not be asked for."""
        if self.unknown is not None:
            raise Reason(self.unknown.kind, str(self.unknown))
        if self.protego is not None and not self.protego.can_fetch(url, AGENT):
            raise Reason("blocked", "Forbidden by robots.txt")


class RobotsTxt:
    """Asks a host for its robots.txt before anything else and obeys it."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self.longest = crawler.settings.getfloat("BANMIAN_LONGEST_PAUSE")
        self.known: dict[str, tuple[float, asyncio.Task[Rules]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises Reason `blocked` for a forbidden address, or why the rules are unknown."""
        if request.meta.get(_ITSELF):
            return
        parts = urlsplit(request.url)
        place = f"{parts.scheme}://{parts.netloc}"
        asked_at, task = self.known.get(place, (0.0, None))
        if task is None or monotonic() - asked_at > LIFETIME:
            task = asyncio.get_running_loop().create_task(self.read(f"{place}/robots.txt"))
            self.known[place] = (monotonic(), task)
        rules = task.result() if task.done() else await asyncio.shield(task)
        rules.check(request.url)

    async def read(self, url: str) -> Rules:
        """The rules at an address."""
        request = Request(url, callback=NO_CALLBACK, meta={_ITSELF: True}, priority=1000)
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(request)
        except Stopping:
            raise
        except Reason as reason:
            if reason.kind == "unreachable":  # nobody there, or nobody who answers: no rule forbids anything
                return Rules(unknown=Reason(reason.kind, f"{reason} (its robots.txt was asked for first)"))
            return Rules(unknown=Reason(reason.kind, f"robots.txt: {reason}"))
        except IgnoreRequest:  # too many redirects
            return Rules()
        return self.rules(response)

    def rules(self, response: Response) -> Rules:
        """The rules an answer means."""
        status = response.status
        if status >= 500 or status == 429:
            kind = "blocked" if status == 429 else "unreachable"
            return Rules(unknown=Reason(kind, f"robots.txt: HTTP {status}"))
        if not 200 <= status < 300:
            return Rules()
        protego = Protego.parse(response.body[:LARGEST].decode("utf-8-sig", "replace"))
        delay = float(protego.crawl_delay(AGENT) or 0)
        if delay > self.longest:
            return Rules(
                unknown=Reason(
                    "blocked",
                    f"robots.txt: Crawl-delay {delay:.0f} s, longer than the longest pause "
                    f"({self.longest:.0f} s, BANMIAN_LONGEST_PAUSE)",
                )
            )
        host = HOSTS[server_of(response.url)]
        host.crawl_delay = max(host.crawl_delay, delay)
        budgets_of(self.crawler.settings).note_crawl_delay(host.name, host.crawl_delay)
        return Rules(protego)
