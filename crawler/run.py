"""Runs spiders in this process and says how it went."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from weakref import WeakSet

from rich.progress import Progress
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.utils.misc import load_object
from scrapy.utils.reactor import is_reactor_installed

from crawler import settings as project_settings
from crawler.download.pauses import ANSWERS, RECEIVED, SENT
from crawler.log import ISSUE_ADVANCED, ISSUE_REPORTED, IssueTally
from crawler.paper import Paper
from crawler.spider import EpaperSpider
from storage.captures import send
from storage.errors import StorageError
from storage.lock import LOST, PaperLock

LOCK_LOST = "lock_lost"
"""The finish reason of a crawl whose paper's lock was lost."""
_FAILED: WeakSet[Crawler] = WeakSet()
"""The crawlers that ended with an error."""
logger = logging.getLogger("banmian")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one paper's run ended."""

    slug: str
    reason: str
    """Scrapy's finish reason: finished, shutdown, storage_failed; '' where an error kept it from opening."""
    asked: frozenset[Any]
    """The issue dates that were asked for."""
    counts: dict[str, int]
    """Requests that were sent, items, errors."""
    answers: dict[str, int]
    """HTTP status → how many answers had it."""
    received: int
    """Bytes of all answers, as they came."""


def run_spiders(
    papers: Sequence[Paper],
    db: str,
    archive: str,
    spider_args: dict[str, str],
    progress: Progress | None = None,
    bounds: Mapping[str, str] | None = None,
    locks: Mapping[str, PaperLock] | None = None,
    spider: type[EpaperSpider] = EpaperSpider,
    run: int = 0,
) -> list[Outcome]:
    """Crawls the papers: those that share a host one after another, the others side by side.

    `bounds` are settings of `crawler.download.bounds`; a paper whose lock is lost is not crawled any more;
    `run` is the number of the run in the database, 0 for none.
    """
    process = process_for(db, archive, bounds)
    process.settings.set("BANMIAN_RUN", run, priority="cmdline")
    crawlers = {paper.slug: process.create_crawler(spider.of(paper)) for paper in papers}
    for slug, lock in (locks or {}).items():
        watch(lock, crawlers[slug])
    if progress is not None and not progress.disable:
        for slug, crawler in crawlers.items():
            show_progress(progress, slug, crawler)
    for group in host_groups(papers):
        run_in_turn(process, ((crawlers[paper.slug], spider_args) for paper in group))
    process.start()
    return [moved_up(archive, outcome_of(slug, crawler)) for slug, crawler in crawlers.items()]


def moved_up(archive: str, outcome: Outcome) -> Outcome:
    """Moves what a crawl wrote to an archive that is no directory; how the run ended then."""
    if outcome.reason == LOCK_LOST:
        return outcome
    try:
        send(archive, outcome.slug)
    except StorageError as error:  # it stays in the spool, and the next run moves it
        logger.error("%s: %s", outcome.slug, error)
        return replace(outcome, reason="storage_failed")
    return outcome


def process_for(db: str, archive: str, bounds: Mapping[str, str] | None = None) -> AsyncCrawlerProcess:
    """A process whose crawlers write to that database and that archive, which nobody else is at work on."""
    settings = Settings()
    settings.setmodule(project_settings, priority="project")
    settings.set("BANMIAN_DB", db, priority="cmdline")
    settings.set("BANMIAN_ARCHIVE", archive, priority="cmdline")
    settings.set("BANMIAN_LOCKED", True, priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    settings.update(dict(bounds or {}), priority="cmdline")
    if (loop := settings.get("ASYNCIO_EVENT_LOOP")) and not is_reactor_installed():
        # Scrapy would make one of the usual kind first, put this one in its place, and close neither.
        asyncio.set_event_loop(load_object(loop)())
    process = AsyncCrawlerProcess(settings)
    # Scrapy lets its own lines of every request through to handlers that leave them out: they are not made.
    logging.getLogger("scrapy").setLevel(logging.root.level)
    return process


def watch(lock: PaperLock, crawler: Crawler) -> None:
    """Ends a crawl whose paper's lock is lost: another run may be at work on it."""
    closing: list[asyncio.Task[None]] = []

    def check() -> None:
        if not closing and not lock.is_held():
            logger.error("%s", LOST.format(lock.slug))
            assert crawler.engine is not None
            ending = crawler.engine.close_spider_async(reason=LOCK_LOST)
            closing.append(asyncio.get_running_loop().create_task(ending))

    crawler.signals.connect(check, signals.response_received, weak=False)


def show_progress(progress: Progress, slug: str, crawler: Crawler) -> None:
    """A bar that counts the issues of one crawler, and says how far the issue at hand is.

    The total grows with what is discovered.
    """
    bar = progress.add_task(slug, total=None)
    done: set[date] = set()

    def reported(day: date) -> None:
        done.add(day)
        update()

    def update() -> None:
        asked = getattr(crawler.spider, "asked", ())
        progress.update(bar, total=len(asked), completed=len(done & set(asked)))

    def within(day: date, tally: IssueTally) -> None:
        progress.update(bar, description=f"{slug} {day}: {tally.within}")

    # Nothing else holds these functions: the signal manager's usual weak references would lose them.
    crawler.signals.connect(reported, ISSUE_REPORTED, weak=False)
    crawler.signals.connect(update, signals.item_scraped, weak=False)
    crawler.signals.connect(within, ISSUE_ADVANCED, weak=False)


def host_groups(papers: Sequence[Paper]) -> list[list[Paper]]:
    """The papers grouped so that no host belongs to two groups: a host has one budget."""
    groups: list[tuple[set[str], list[Paper]]] = []
    for paper in papers:
        hosts, members = set(paper.allowed_hosts), [paper]
        apart: list[tuple[set[str], list[Paper]]] = []
        for other in groups:
            if other[0] & hosts:
                hosts, members = hosts | other[0], other[1] + members
            else:
                apart.append(other)
        groups = [*apart, (hosts, members)]
    return [members for _, members in groups]


def run_in_turn(
    process: AsyncCrawlerProcess,
    runs: Iterator[tuple[Crawler, dict[str, str]]],
    failed: Callable[[BaseException], object] = lambda _: None,
) -> None:
    """Starts the first of some crawlers with its spider arguments and, whenever one has ended, the next.

    What comes next is asked for only then: it may depend on what the one before has found. `failed` gets
    the error that kept a crawl from beginning.
    """
    if (run := next(runs, None)) is not None:
        task = process.crawl(run[0], **run[1])
        task.add_done_callback(partial(_next, process, runs, run[0], failed))


def _next(
    process: AsyncCrawlerProcess,
    runs: Iterator[tuple[Crawler, dict[str, str]]],
    crawler: Crawler,
    failed: Callable[[BaseException], object],
    task: asyncio.Task[None],
) -> None:
    error = None if task.cancelled() else task.exception()
    if error is not None:
        _FAILED.add(crawler)
        failed(error)
    if isinstance(error, StorageError):  # before the spider opened: nobody else says it
        logger.error("%s", error)
    elif error is None and not task.cancelled():
        run_in_turn(process, runs, failed)


def outcome_of(slug: str, crawler: Crawler) -> Outcome:
    """How a crawler that has ended did."""
    try:
        stats = crawler.stats.get_stats() if crawler.stats else {}
    except RuntimeError:  # Scrapy's word for a crawl that failed before it began
        stats = {}
    return Outcome(
        slug=slug,
        reason=str(stats.get("finish_reason") or ("" if crawler in _FAILED else "shutdown")),
        asked=frozenset(getattr(crawler.spider, "asked", ())),
        counts={
            "requests": int(stats.get(SENT, 0)),
            "items": int(stats.get("item_scraped_count", 0)),
            "errors": int(stats.get("log_count/ERROR", 0)),
            "unverified_tls": int(stats.get("banmian/unverified_tls", 0)),
        },
        answers={
            name.removeprefix(ANSWERS): int(count)
            for name, count in sorted(stats.items())
            if name.startswith(ANSWERS)
        },
        received=int(stats.get(RECEIVED, 0)),
    )
