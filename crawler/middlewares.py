"""Downloader middlewares: the host guard and the capture of every body before it is read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from storage.captures import CaptureWriter


class OutsideHost(IgnoreRequest):
    """An address of a host the profile does not name."""


class HostGuard:
    """Refuses every request, redirects included, to a host the paper's profile does not name."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises OutsideHost; robots.txt of a named host passes like any other address."""
        parts = urlsplit(request.url)
        allowed = self.crawler.spider.paper.allowed_hosts  # type: ignore[union-attr]
        if parts.scheme not in ("http", "https") or parts.netloc.lower() not in allowed:
            raise OutsideHost(f"{parts.scheme}://{parts.netloc} is not named in the profile (key hosts)")


class CaptureMiddleware:
    """Writes every body into the paper's WARC, flushed to disk, before a callback reads it.

    Stands between HttpCompression and Retry: it sees the decoded body of each answer, redirects excepted.
    """

    def __init__(self, directory: str) -> None:
        self.writer = CaptureWriter(directory)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy; the directory is the setting BANMIAN_ARCHIVE."""
        capture = cls(crawler.settings["BANMIAN_ARCHIVE"])
        crawler.signals.connect(capture.spider_closed, signals.spider_closed)
        return capture

    def spider_closed(self) -> None:
        """Forces everything to the disk."""
        self.writer.close()

    def process_response(self, request: Request, response: Response) -> Response:
        """Leaves the capture in `response.meta["capture"]`."""
        if (paper_and_day := request.meta.get("archive_as")) is not None:
            request.meta["capture"] = self.writer.write(
                paper=paper_and_day[0],
                date=paper_and_day[1],
                url=response.url,
                status=response.status,
                headers=[
                    (name.decode("latin-1"), value.decode("latin-1"))
                    for name, values in response.headers.items()
                    for value in values
                ],
                body=response.body,
                fetched_at=datetime.now(UTC),
            )
        return response
