"""What a crawl says in the log: one line for each issue, and each problem; and the stop when storage fails.

Scrapy extensions, a log formatter and a collector of statistics, named in `crawler.settings`.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.logformatter import LogFormatter, LogFormatterResult
from scrapy.statscollectors import MemoryStatsCollector
from twisted.python.failure import Failure

from crawler.download.hosts import host_name
from crawler.download.reasons import NOT_ASKED
from pipelines.items import ArticleItem, IssueItem, PageItem, ProblemItem
from storage.errors import StorageError

logger = logging.getLogger("banmian")


@dataclass(slots=True)
class IssueTally:
    """What a run has seen of one issue."""

    promised_pages: int = 0
    pages: int = 0
    awaited: set[str] = field(default_factory=set)
    articles: int = 0
    problems: int = 0

    @property
    def within(self) -> str:
        """How far the issue is, in words: `3 of 8 pages, 20 of 35 articles`."""
        articles = self.articles + len(self.awaited)
        return f"{self.pages} of {self.promised_pages} pages, {self.articles} of {articles} articles"

    @property
    def finished(self) -> bool:
        """Whether everything the navigation promised has come or failed."""
        return 0 < self.promised_pages <= self.pages and not self.awaited


ISSUE_ADVANCED = object()
"""Signal: a page or an article of an issue came (`day`, `tally`)."""
ISSUE_REPORTED = object()
"""Signal: an issue is finished, or the run ends without finishing it."""
OF_A_HOST = ("unreachable", "blocked")
"""Kinds of problems that concern a whole host: the log says them once for each host, not for each page."""


class IssueLog:
    """Logs each issue when its last article has come, and every problem (see OF_A_HOST)."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.tallies: dict[date, IssueTally] = {}
        self.said: set[tuple[str, str]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listens to what is scraped, and to the end of the run."""
        log = cls(crawler)
        crawler.signals.connect(log.item_scraped, signals.item_scraped)
        crawler.signals.connect(log.spider_closed, signals.spider_closed)
        return log

    def item_scraped(self, item: Any) -> None:
        """Counts an item for its issue."""
        tally = self.tallies.setdefault(item.date, IssueTally())
        match item:
            case IssueItem():
                tally.promised_pages = item.page_count
            case PageItem():
                tally.pages += 1
                tally.awaited |= {placement.url for placement in item.placements}
            case ArticleItem():
                tally.articles += 1
                tally.awaited.discard(item.url)
            case ProblemItem():
                tally.problems += 1
                tally.awaited.discard(item.url)
                self.say(item)
        self.crawler.signals.send_catch_log(ISSUE_ADVANCED, day=item.date, tally=tally)
        if tally.finished:
            self.report(item.paper, item.date, self.tallies.pop(item.date))

    def say(self, problem: ProblemItem) -> None:
        """A line for a problem, unless a line says the same of its whole host."""
        if problem.detail.startswith(NOT_ASKED):
            return
        if problem.kind == "absent":  # whether that wants a person, the end of the run says
            sentence = "%s %s: no issue found (%s, %s)"
            logger.info(sentence, problem.paper, problem.date, problem.detail, problem.url)
            return
        where = (problem.paper, problem.date, problem.kind, problem.detail, problem.url)
        if problem.kind not in OF_A_HOST:
            logger.warning("%s %s: %s: %s (%s)", *where)
        elif (reason := (host_name(problem.url), problem.detail)) not in self.said:
            self.said.add(reason)
            logger.warning("%s %s: %s: %s (%s; said once a host)", *where)

    def report(self, slug: str, day: date, tally: IssueTally) -> None:
        """One line for an issue of which anything came; of the others the problems' lines say why."""
        if tally.pages or tally.articles or not tally.problems:
            problems = f", {tally.problems} problem{'s' * (tally.problems > 1)}" if tally.problems else ""
            logger.info("%s %s: %d pages, %d articles%s", slug, day, tally.pages, tally.articles, problems)
        self.crawler.signals.send_catch_log(ISSUE_REPORTED, day=day)

    def spider_closed(self) -> None:
        """Reports the issues of which only a part was asked for."""
        for day, tally in sorted(self.tallies.items()):
            self.report(self.crawler.spider.name, day, tally)  # type: ignore[union-attr]


class StopOnStorageError:
    """Ends the run when a row or a byte cannot be written: going on would fetch what cannot be kept."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.stopping: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listens to the errors of items and of the spider."""
        stop = cls(crawler)
        crawler.signals.connect(stop.on_error, signals.item_error)
        crawler.signals.connect(stop.on_error, signals.spider_error)
        return stop

    def on_error(self, failure: Failure) -> None:
        """Closes the spider once, with the reason `storage_failed`."""
        if isinstance(failure.value, StorageError) and self.stopping is None:
            logger.error("%s", failure.value)
            assert self.crawler.engine is not None
            closing = self.crawler.engine.close_spider_async(reason="storage_failed")
            self.stopping = asyncio.get_running_loop().create_task(closing)


class Counters(MemoryStatsCollector):
    """Scrapy's statistics without its look, twenty times an answer, for a parameter that is deprecated."""

    __getattribute__ = object.__getattribute__


class QuietLogFormatter(LogFormatter):
    """Items are in the database and failures in `problems`: neither is printed whole into the log."""

    def crawled(self, *args: Any) -> LogFormatterResult:
        """Every fetched page is a debug matter."""
        return {**super().crawled(*args), "level": logging.DEBUG}

    def scraped(self, *args: Any) -> LogFormatterResult | None:  # type: ignore[override]  # None: no line
        """No line for a stored item."""
        return None

    def item_error(
        self, item: Any, exception: BaseException, response: Any, spider: Any
    ) -> LogFormatterResult:
        """One line instead of the whole item."""
        where = getattr(item, "url", "")
        return {
            "level": logging.ERROR,
            "msg": "%(where)s: %(error)s",
            "args": {"where": where, "error": exception},
        }

    def download_error(self, *args: Any) -> LogFormatterResult:
        """Failed downloads become problems, which are logged."""
        return {**super().download_error(*args), "level": logging.DEBUG}
