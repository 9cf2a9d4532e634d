"""Runs spiders in this process and says how it went."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from rich.logging import RichHandler
from rich.progress import Progress
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler import settings as project_settings
from crawler.extensions import ISSUE_REPORTED
from crawler.paper import Paper
from crawler.spider import EpaperSpider
from storage.database import StorageError


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one paper's run ended."""

    slug: str
    reason: str
    """Scrapy's finish reason: finished, shutdown, storage_failed; '' when the spider did not even open."""
    asked: frozenset[Any]
    """The issue dates that were asked for."""
    counts: dict[str, int]
    """Items and requests by kind."""


def run_spiders(
    papers: Sequence[Paper],
    db: str,
    archive: str,
    spider_args: dict[str, str],
    progress: Progress | None = None,
) -> list[Outcome]:
    """Crawls the papers: those that share a host one after another, the others side by side."""
    settings = Settings()
    settings.setmodule(project_settings, priority="project")
    settings.set("BANMIAN_DB", db, priority="cmdline")
    settings.set("BANMIAN_ARCHIVE", archive, priority="cmdline")
    settings.set("BANMIAN_LOCKED", True, priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawlers = {paper.slug: process.create_crawler(EpaperSpider.of(paper)) for paper in papers}
    if progress is not None:
        for slug, crawler in crawlers.items():
            show_progress(progress, slug, crawler)
    for group in host_groups(papers):
        _crawl_in_turn(process, [crawlers[paper.slug] for paper in group], spider_args)
    process.start()
    return [_outcome(slug, crawler) for slug, crawler in crawlers.items()]


def show_progress(progress: Progress, slug: str, crawler: Crawler) -> None:
    """A bar that counts the issues of one crawler; the total grows with what is discovered."""
    bar = progress.add_task(slug, total=None)
    done: set[date] = set()

    def reported(day: date) -> None:
        done.add(day)
        update()

    def update() -> None:
        asked = getattr(crawler.spider, "asked", ())
        progress.update(bar, total=len(asked), completed=len(done & set(asked)))

    # Nothing else holds these functions: the signal manager's usual weak references would lose them.
    crawler.signals.connect(reported, ISSUE_REPORTED, weak=False)
    crawler.signals.connect(update, signals.item_scraped, weak=False)


def log_to(progress: Progress | None) -> None:
    """One line an issue and every warning: above the progress bars on a terminal, plain on stderr elsewhere.

    Scrapy's own account of a run (settings, statistics) is for `scrapy crawl`.
    """
    handler: logging.Handler
    if progress is not None:
        handler = RichHandler(console=progress.console, show_path=False, markup=False)
        handler.setFormatter(logging.Formatter("%(message)s"))
    else:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    handler.addFilter(_worth_a_line)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def _worth_a_line(record: logging.LogRecord) -> bool:
    """Ours and every warning, but not Scrapy's traceback of a storage error: StopOnStorageError says it."""
    if record.exc_info and isinstance(record.exc_info[1], StorageError):
        return False
    return record.levelno >= logging.WARNING or record.name == "banmian"


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


def _crawl_in_turn(
    process: AsyncCrawlerProcess, crawlers: list[Crawler], spider_args: dict[str, str]
) -> None:
    """Starts the first crawler and, whenever one has ended, the next."""
    task = process.crawl(crawlers[0], **spider_args)
    if rest := crawlers[1:]:
        task.add_done_callback(partial(_next, process, rest, spider_args))


def _next(
    process: AsyncCrawlerProcess, rest: list[Crawler], spider_args: dict[str, str], task: asyncio.Task[None]
) -> None:
    if not task.cancelled() and task.exception() is None:
        _crawl_in_turn(process, rest, spider_args)


def _outcome(slug: str, crawler: Crawler) -> Outcome:
    stats = crawler.stats.get_stats() if crawler.stats else {}
    return Outcome(
        slug=slug,
        reason=str(stats.get("finish_reason", "")),
        asked=frozenset(getattr(crawler.spider, "asked", ())),
        counts={
            "requests": int(stats.get("downloader/request_count", 0)),
            "items": int(stats.get("item_scraped_count", 0)),
            "errors": int(stats.get("log_count/ERROR", 0)),
            "unverified_tls": int(stats.get("banmian/unverified_tls", 0)),
        },
    )
