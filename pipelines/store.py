"""Stores what the other pipelines made: the last of them."""

from __future__ import annotations

from time import monotonic
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from pipelines.items import ArticleItem, Item, PageItem, ProblemItem
from storage.writer import Writer

LONGEST = 2.0
"""Seconds an article that has arrived may wait for the others of its page."""
MOST = 50
"""Articles that wait together at most."""


class StorePipeline:
    """Hands items to the writer: the articles of a page in one transaction, where they come fast enough.

    Their bytes are in the archive before; what a killed run had not stored yet, the next one asks for.
    """

    def __init__(self, writer: Writer) -> None:
        """`writer` stays open: it is the spider's, whose statements are compiled once for both."""
        self.writer = writer
        self.waiting: list[Item] = []
        self.since = 0.0
        self.awaited: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy, when the spider has opened its database; `scrapy shell` has no spider yet."""
        if crawler.spider is None:
            raise NotConfigured("nothing is stored where no spider runs")
        pipeline = cls(crawler.spider.writer)  # type: ignore[attr-defined]
        crawler.signals.connect(pipeline.flush, signals.spider_idle)
        return pipeline

    def process_item(self, item: Item) -> Item:
        """Stores the item, or lets it wait. A StorageError passes up and ends the run."""
        if not self.waiting:
            self.since = monotonic()
        self.waiting.append(item)
        match item:
            case PageItem():
                self.awaited |= {placement.url for placement in item.placements}
            case ArticleItem() | ProblemItem():
                self.awaited.discard(item.url)
        late = monotonic() - self.since > LONGEST or len(self.waiting) >= MOST
        if late or not isinstance(item, ArticleItem) or not self.awaited:
            self.flush()
        return item

    def flush(self) -> None:
        """Stores what waits, in the order it came."""
        waiting, self.waiting = self.waiting, []
        if waiting:
            self.writer.store_all(waiting)

    def close_spider(self) -> None:
        """Stores what waits."""
        self.flush()
