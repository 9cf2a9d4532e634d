"""What each host is spared: one request at a time, the delay, its Retry-After, an end when it refuses.

A host has one budget, whichever paper asks, in whichever process, and whatever is asked for (robots.txt
counts): `storage.budgets` keeps it for all processes, here stands what this one knows of it besides.
"""

from __future__ import annotations

import asyncio
import logging
import math
import re
from dataclasses import dataclass
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
from crawler.download.budgets import HOSTS, Host, budgets_of
from crawler.download.hosts import host_name, server_of
from crawler.download.reasons import NOT_ASKED, REFUSED, Reason, Stopping, is_lasting, network_reason
from pipelines.items import ArticleItem, IssueItem, PageItem, ProblemItem
from storage.archives import local_directory
from storage.budgets import LEASE, LEFT_ALONE
from storage.database import file_of
from storage.errors import StorageError

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
_DAY = 24 * 60 * 60.0
"""Seconds: for so long workers leave a host alone that wishes to be left alone for longer, or for ever."""
_LONG = 60.0
"""Seconds from which every pause is logged."""
_LOOK_UP = 0.2
"""Seconds after which a waiting request looks whether the run is to end."""

logger = logging.getLogger("banmian")


@dataclass(slots=True)
class Out:
    """A request that is out."""

    host: Host
    keeper: asyncio.TimerHandle
    """What renews the lease of its turn."""


class HostTurn:
    """Lets a request go when it is its turn. Stands next to the downloader, behind robots.txt."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self.longest = crawler.settings.getfloat("BANMIAN_LONGEST_PAUSE")
        self.retried = frozenset(map(int, crawler.settings.getlist("RETRY_HTTP_CODES")))
        self.bounds = Bounds.read(crawler.settings)
        self.places = places_of(crawler.settings["BANMIAN_DB"], crawler.settings["BANMIAN_ARCHIVE"])
        self.budgets = budgets_of(crawler.settings)
        self.ending: asyncio.Task[None] | None = None
        self.out: dict[Request, Out] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Returns when the request may be sent. Raises Stopping, or the Reason the host was given up for."""
        host = HOSTS[server_of(request.url)]
        await host.turn.acquire()
        try:
            await self.wait(host)
        except BaseException:
            host.turn.release()
            raise
        host.asked_at = monotonic()
        METER.sent += 1
        self.out[request] = Out(host, self.keep(host))
        request.meta["download_slot"] = SLOT
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(SENT)

    async def wait(self, host: Host) -> None:
        """Waits until the host may be asked again, and takes its turn among all processes."""
        while True:
            if self.stopping:
                raise Stopping("the run ends")
            if host.given_up is not None:
                raise Reason(host.given_up.kind, f"{NOT_ASKED}{host.given_up}")
            if (reached := METER.reached(self.bounds, self.places)) is not None:
                self.end(*reached)
                raise Stopping(reached[1])
            wait = self.budgets.take(host.name, self.delay_of(host))
            if wait is None:
                return
            if wait.given_up is not None:
                kind, why = wait.given_up
                host.given_up = Reason(kind, f"{why} (another run was told so)")
            else:
                await asyncio.sleep(min(wait.seconds, _LOOK_UP))

    def delay_of(self, host: Host) -> float:
        """Seconds between two requests to a host."""
        return max(self.delay, host.crawl_delay)

    def keep(self, host: Host) -> asyncio.TimerHandle:
        """Renews, again and again, the lease of a turn that is out."""

        def renew() -> None:
            try:
                self.budgets.keep(host.name)
            except StorageError as error:  # whatever is stored next fails, too, and ends the run
                logger.warning("%s", error)
            for out in self.out.values():
                if out.host is host:
                    out.keeper = self.keep(host)

        return asyncio.get_running_loop().call_later(LEASE / 3, renew)

    def give_back(self, out: Out, pause: float = 0.0) -> None:
        """Ends a turn; nobody asks the host for `pause` seconds."""
        out.keeper.cancel()
        host = out.host
        try:
            self.budgets.give_back(host.name, self.delay_of(host), monotonic() - host.asked_at, pause)
        finally:
            host.turn.release()

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
        if (out := self.out.pop(request, None)) is None:
            return response
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"{ANSWERS}{response.status}")
        self.crawler.stats.inc_value(RECEIVED, len(response.body))
        host, pause = out.host, 0.0
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
                self.give_up(host, Reason("blocked", request.meta[REFUSED]), min(asked, _DAY))
            else:
                kind = "blocked" if response.status == 429 else "unreachable"
                reason = Reason(kind, f"HTTP {response.status}")
                pause = self.growing(host, request) if asked is None else asked
                self.say_pause(host, pause, reason)
                self.count_failure(host, reason)
        self.give_back(out, pause)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Ends the turn of a request without an answer, with a pause."""
        if (out := self.out.pop(request, None)) is not None:
            reason, pause = network_reason(exception), 0.0
            if not is_final(self.crawler, exception):
                pause = self.growing(out.host, request)
                self.say_pause(out.host, pause, reason)
            if reason is not None:
                self.count_failure(out.host, reason)
            self.give_back(out, pause)

    def count_failure(self, host: Host, reason: Reason) -> None:
        """Gives a host up that fails too often in a row."""
        host.failures += 1
        if host.failures >= MOST_FAILURES and host.given_up is None:
            kind = "blocked" if reason.kind == "blocked" else "unreachable"
            self.give_up(host, Reason(kind, f"{host.failures} failures in a row, the last: {reason}"))

    def give_up(self, host: Host, reason: Reason, seconds: float = LEFT_ALONE) -> None:
        """Nothing more is asked of a host, by this run and those beside it; by workers not for so long."""
        host.given_up = reason
        self.budgets.give_up(host.name, reason.kind, str(reason), seconds)

    def growing(self, host: Host, request: Request) -> float:
        """The pause after a failed try: 5, 10, 20 … delays, never longer than the longest."""
        tries: int = request.meta.get("retry_times", 0)
        return min(self.longest, FIRST_PAUSE * self.delay_of(host) * 2.0**tries)

    def say_pause(self, host: Host, seconds: float, reason: Reason | None) -> None:
        """Logs the first pause of a row, and long ones."""
        if seconds >= 1 and (host.failures == 0 or seconds >= _LONG):
            name = self.crawler.spider.name  # type: ignore[union-attr]
            logger.info("%s: pausing %.0f s%s", name, seconds, f" ({reason})" if reason else "")


def places_of(db: str, archive: str) -> list[Path]:
    """Where a run writes on this machine: the archive, and the file of an SQLite database."""
    file = file_of(make_url(db))
    return [local_directory(archive), *([file] if file is not None else [])]


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
        self.budgets = budgets_of(crawler.settings)
        self.closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        stop = cls(crawler)
        crawler.signals.connect(stop.item_scraped, signals.item_scraped)
        return stop

    def item_scraped(self, item: Any) -> None:
        """Counts refusals: problems `blocked` with a page to them, a captcha with status 200 among them."""
        host = HOSTS[server_of(item.url)]
        match item:
            case ProblemItem(kind="blocked"):
                host.refusals += item.capture is not None
            case ProblemItem(kind="not_found" | "absent") | IssueItem() | PageItem() | ArticleItem():
                host.refusals = 0
        if host.given_up is None and host.refusals >= MOST_REFUSALS:
            host.given_up = Reason("blocked", f"{host.refusals} refusals in a row")
            self.budgets.give_up(host.name, host.given_up.kind, str(host.given_up))
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
