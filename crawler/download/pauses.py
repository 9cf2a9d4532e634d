"""What each host is spared: one request at a time, the delay, its Retry-After, an end when it refuses.

A host has one budget in the whole process, whichever paper asks and whatever is asked for (robots.txt
counts). Times are of the monotonic clock.
"""

from __future__ import annotations

import asyncio
import logging
import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from time import monotonic
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError
from scrapy.http import Response
from sqlalchemy import make_url

from crawler.download import guard
from crawler.download.bounds import METER, Bounds
from crawler.download.hosts import host_name
from crawler.download.reasons import NOT_ASKED, REFUSED, Reason, Stopping, is_lasting, network_reason
from pipelines.items import ArticleItem, IssueItem, PageItem, ProblemItem
from storage.database import file_of

MOST_REFUSALS = 3
"""Refusals in a row after which a host is not asked again in this run."""
MOST_FAILURES = 10
"""The same for tries that fail, whatever page is asked for: time-outs, broken connections, server errors."""
FIRST_PAUSE = 5.0
"""Pause after a first failure, in delays of the paper; it doubles with every further try."""
SLOT = "banmian"
"""The downloader's slot of every request (DOWNLOAD_SLOTS): its turn has come, it waits no second time."""
SENT = "banmian/requests_sent"
"""Name of the statistic that counts requests that were sent, not merely queued."""
ANSWERS = "banmian/answers/"
"""Before an HTTP status: the statistic that counts the answers with it."""
RECEIVED = "banmian/received"
"""The statistic that counts the bytes of bodies, as they were sent."""
_LONG = 60.0
"""Seconds from which every pause is logged."""
_LOOK_UP = 0.2
"""Seconds after which a waiting request looks whether the run is to end."""

logger = logging.getLogger("banmian")


@dataclass(slots=True)
class Host:
    """What this process owes a host."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while a request is out."""
    asked_at: float = -math.inf
    """When the last request was sent."""
    quiet_until: float = -math.inf
    """Before this time nothing is asked."""
    crawl_delay: float = 0.0
    """Seconds between two requests, as robots.txt wishes."""
    refusals: int = 0
    """Refusals since the last sound answer."""
    failures: int = 0
    """Failed tries since the last answer that was no failure."""
    given_up: Reason | None = None
    """Why nothing more is asked for in this run."""


HOSTS: defaultdict[str, Host] = defaultdict(Host)
"""Host name → its budget."""


class HostTurn:
    """Lets a request go when it is its turn. Stands next to the downloader, behind robots.txt."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self.longest = crawler.settings.getfloat("BANMIAN_LONGEST_PAUSE")
        self.retried = frozenset(map(int, crawler.settings.getlist("RETRY_HTTP_CODES")))
        self.bounds = Bounds.read(crawler.settings)
        self.places = places_of(crawler.settings["BANMIAN_DB"], crawler.settings["BANMIAN_ARCHIVE"])
        self.ending: asyncio.Task[None] | None = None
        self.out: dict[Request, Host] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Returns when the request may be sent. Raises Stopping, or the Reason the host was given up for."""
        host = HOSTS[host_name(request.url)]
        await host.turn.acquire()
        try:
            await self.wait(host)
        except BaseException:
            host.turn.release()
            raise
        host.asked_at = monotonic()
        METER.sent += 1
        self.out[request] = host
        request.meta["download_slot"] = SLOT
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(SENT)

    async def wait(self, host: Host) -> None:
        """Waits until the host may be asked again."""
        while True:
            if self.stopping:
                raise Stopping("the run ends")
            if host.given_up is not None:
                raise Reason(host.given_up.kind, f"{NOT_ASKED}{host.given_up}")
            delay = max(self.delay, host.crawl_delay)
            left = max(host.asked_at + delay, host.quiet_until) - monotonic()
            if left <= 0:
                if (reached := METER.reached(self.bounds, self.places)) is not None:
                    self.end(*reached)
                    raise Stopping(reached[1])
                return
            await asyncio.sleep(min(left, _LOOK_UP))

    def end(self, reason: str, sentence: str) -> None:
        """Closes the spider: a bound of the run is reached."""
        if self.ending is None:
            logger.warning("%s: the run ends here: %s", self.crawler.spider.name, sentence)  # type: ignore[union-attr]
            assert self.crawler.engine is not None
            ending = self.crawler.engine.close_spider_async(reason=reason)
            self.ending = asyncio.get_running_loop().create_task(ending)

    @property
    def stopping(self) -> bool:
        """Whether the run is to end (a signal, or a close of the spider)."""
        engine = self.crawler.engine
        slot = engine._slot if engine else None
        return not engine or not engine.running or slot is None or slot.closing is not None

    def process_response(self, request: Request, response: Response) -> Response:
        """Ends the turn; an answer that says so begins a pause of the whole host."""
        if (host := self.out.pop(request, None)) is None:
            return response
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"{ANSWERS}{response.status}")
        self.crawler.stats.inc_value(RECEIVED, len(response.body))
        if response.status not in self.retried:
            host.failures = 0
        else:
            asked = retry_after(response)
            if asked is not None and asked > self.longest:
                wish = f"{asked:.0f} s" if math.isfinite(asked) else "for ever"
                request.meta[REFUSED] = (
                    f"HTTP {response.status}, Retry-After {wish}: longer than the longest pause "
                    f"({self.longest:.0f} s, BANMIAN_LONGEST_PAUSE)"
                )
                host.given_up = Reason("blocked", request.meta[REFUSED])
            else:
                kind = "blocked" if response.status == 429 else "unreachable"
                reason = Reason(kind, f"HTTP {response.status}")
                self.pause(host, self.growing(host, request) if asked is None else asked, reason)
                self.count_failure(host, reason)
        host.turn.release()
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Ends the turn of a request without an answer, with a pause."""
        if (host := self.out.pop(request, None)) is not None:
            reason = network_reason(exception)
            if not is_final(self.crawler, exception):
                self.pause(host, self.growing(host, request), reason)
            if reason is not None:
                self.count_failure(host, reason)
            host.turn.release()

    def count_failure(self, host: Host, reason: Reason) -> None:
        """Gives a host up that fails too often in a row."""
        host.failures += 1
        if host.failures >= MOST_FAILURES and host.given_up is None:
            kind = "blocked" if reason.kind == "blocked" else "unreachable"
            host.given_up = Reason(kind, f"{host.failures} failures in a row, the last: {reason}")

    def growing(self, host: Host, request: Request) -> float:
        """The pause after a failed try: 5, 10, 20 … delays, never longer than the longest."""
        tries: int = request.meta.get("retry_times", 0)
        return min(self.longest, FIRST_PAUSE * max(self.delay, host.crawl_delay) * 2.0**tries)

    def pause(self, host: Host, seconds: float, reason: Reason | None) -> None:
        """Nothing is asked of the host for so long; logged: the first pause of a row, and long ones."""
        host.quiet_until = max(host.quiet_until, monotonic() + seconds)
        if seconds >= 1 and (host.failures == 0 or seconds >= _LONG):
            name = self.crawler.spider.name  # type: ignore[union-attr]
            logger.info("%s: pausing %.0f s%s", name, seconds, f" ({reason})" if reason else "")


def places_of(db: str, archive: str) -> list[Path]:
    """Where a run writes on this machine: the archive, and the file of an SQLite database."""
    file = file_of(make_url(db))
    return [Path(archive), *([file] if file is not None else [])]


def is_final(crawler: Crawler, error: Exception) -> bool:
    """Whether nothing is asked again: it cannot help, or a trial (somebody waits) finds no server there."""
    assert crawler.stats is not None
    is_first = crawler.settings.getbool("BANMIAN_TRIAL") and crawler.stats.get_value(SENT) == 1
    return is_lasting(error) or (is_first and isinstance(error, DownloadConnectionRefusedError))


class PoliteRetry(RetryMiddleware):
    """Scrapy's retries, without those that cannot help; what remains of an error is its Reason."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Asks again after a passing error, unless the host wants to be left alone for long."""
        if (refused := request.meta.get(REFUSED)) is not None:
            raise Reason("blocked", refused)
        return super().process_response(request, response)

    def process_exception(self, request: Request, exception: Exception) -> Request | Response | None:  # type: ignore[override]
        """Asks again, or raises the Reason there is no answer; other exceptions are left as they are."""
        address = guard.refused.get(host_name(request.url))
        if isinstance(exception, CannotResolveHostError) and address is not None:
            raise Reason(
                "outside",
                f"{host_name(request.url)} resolves to {address}, which is not a public address "
                "(the profile may name the address itself, or BANMIAN_NETWORKS its network)",
            ) from exception
        reason = network_reason(exception)
        if reason is None:
            return None
        again = None if is_final(self.crawler, exception) else super().process_exception(request, exception)
        if again is None:
            raise reason from exception
        return again


class StopWhenRefused:
    """Ends the run of a paper whose host is given up, and gives up a host that refuses page after page."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        stop = cls(crawler)
        crawler.signals.connect(stop.item_scraped, signals.item_scraped)
        return stop

    def item_scraped(self, item: Any) -> None:
        """Counts refusals: problems `blocked` with a page to them, a captcha with status 200 among them."""
        host = HOSTS[host_name(item.url)]
        match item:
            case ProblemItem(kind="blocked"):
                host.refusals += item.capture is not None
            case ProblemItem(kind="not_found" | "absent") | IssueItem() | PageItem() | ArticleItem():
                host.refusals = 0
        if host.given_up is None and host.refusals >= MOST_REFUSALS:
            host.given_up = Reason("blocked", f"{host.refusals} refusals in a row")
        if host.given_up is not None and self.closing is None:
            self.close(item.paper, host_name(item.url), host.given_up)

    def close(self, slug: str, name: str, reason: Reason) -> None:
        """Closes the spider with the kind of the reason as its finish reason."""
        logger.warning("%s: %s is not asked any more in this run: %s", slug, name, reason)
        assert self.crawler.engine is not None
        ending = self.crawler.engine.close_spider_async(reason=reason.kind)
        self.closing = asyncio.get_running_loop().create_task(ending)


def retry_after(response: Response) -> float | None:
    """Seconds a response asks to wait (Retry-After, RFC 9110, 10.2.3), from its arrival; None without wish.

    A date is read against the server's own clock where the answer carries it (Date).
    """
    value = (response.headers.get("Retry-After") or b"").strip()
    if re.fullmatch(rb"\d+", value):
        return float(value)
    until = _http_date(value)
    if until is None:
        return None
    sent = _http_date(response.headers.get("Date") or b"") or datetime.now(UTC)
    return max(0.0, (until - sent).total_seconds())


def _http_date(value: bytes) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value.decode("latin-1"))
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
