"""The capture of every body: its bytes are in the archive before anything is read from them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from storage.captures import CaptureWriter, named_until, originals
from storage.items import Purpose, UnreadItem
from storage.writer import Writer


class CaptureMiddleware:
    """Writes every body into the paper's WARC, flushed to disk, before a callback reads it.

    Stands between HttpCompression and Retry: it sees the decoded body of each answer, redirects excepted.
    """

    def __init__(self, directory: str, writer: Writer) -> None:
        self.writer = writer
        engine = writer.engine
        self.captures = CaptureWriter(
            directory, originals=partial(originals, engine), ends=partial(named_until, engine)
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy; the directory is the setting BANMIAN_ARCHIVE."""
        writer: Writer | None = getattr(crawler.spider, "writer", None)  # made before the middlewares
        if writer is None:
            raise NotConfigured  # `scrapy shell`, `scrapy fetch`: a look at a page, nothing is kept
        capture = cls(crawler.settings["BANMIAN_ARCHIVE"], writer)
        crawler.signals.connect(capture.spider_closed, signals.spider_closed)
        return capture

    def spider_closed(self) -> None:
        """Forces everything to the disk."""
        self.captures.close()

    def process_response(self, request: Request, response: Response) -> Response:
        """Leaves the capture in `response.meta["capture"]`; its bytes are on the disk then.

        All of it on the event loop, though that takes milliseconds: beside it the host would be asked for
        more while a refusal, which may look like a page, is still on its way to those who count it.
        """
        purpose: Purpose | None = request.meta.get("archive_as")
        if purpose is None:
            return response
        headers = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        ]
        attempt = request.meta.get("retry_times", 0) + 1
        prepare = partial(self.captures.prepare, attempt=attempt)
        prepared = prepare(purpose, response.url, response.status, headers, response.body, datetime.now(UTC))
        request.meta["capture"] = capture = self.captures.append(prepared)
        self.captures.sync()
        if response.status >= 400:  # tried again or merely early: no item will say where these bytes lie
            self.writer.store(UnreadItem(purpose.paper, purpose.date, capture))
        return response
