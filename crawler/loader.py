"""Every profile is a spider: `scrapy list`, `scrapy crawl <slug>` (SPIDER_LOADER_CLASS)."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.settings import BaseSettings

from crawler import paper
from crawler.spider import EpaperSpider


class PaperSpiderLoader:
    """Makes spiders of newspaper profiles (scrapy.spiderloader.SpiderLoaderProtocol)."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """A loader; profiles are found through $BANMIAN_PAPERS and the package, not through settings."""
        return cls()

    def list(self) -> list[str]:
        """All slugs."""
        return sorted(paper.profile_files())

    def load(self, spider_name: str) -> type[EpaperSpider]:
        """The spider class of a slug. Raises KeyError when there is no such paper, as Scrapy expects."""
        if spider_name not in paper.profile_files():
            raise KeyError(f"Spider not found: {spider_name}")
        return EpaperSpider.of(paper.load(spider_name))

    def find_by_request(self, request: Request) -> list[str]:  # type: ignore[valid-type]  # the method above is `list`
        """The slugs whose spiders may fetch that request."""
        host = request.url.split("/")[2].lower() if "://" in request.url else ""
        return [each.slug for each in paper.every() if host in each.allowed_hosts]
