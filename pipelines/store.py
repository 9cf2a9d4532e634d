"""Stores what the other pipelines made: the last of them."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler

from pipelines.items import Item
from storage.writer import Writer


class StorePipeline:
    """Hands every item to the archive: one transaction each, its row and its reasons together."""

    def __init__(self, url: str) -> None:
        """Opens the database at `url`; raises storage.database.StorageError when that is impossible."""
        self.archive = Writer(url)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy; the database is the setting BANMIAN_DB."""
        return cls(crawler.settings["BANMIAN_DB"])

    def process_item(self, item: Item) -> Item:
        """Stores the item. A StorageError passes up and ends the run (StopOnStorageError)."""
        self.archive.store(item)
        return item

    def close_spider(self) -> None:
        """Closes the database."""
        self.archive.close()
