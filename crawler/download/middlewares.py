"""Downloader middlewares: the host guard and the capture of every body before it is read."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.download.addresses import host_of, without_default_port
from crawler.download.reasons import Reason
from storage.captures import CaptureWriter, originals
from storage.items import Purpose, UnreadItem
from storage.writer import Writer


class HostGuard:
    """Refuses every request, redirects included, to a host the paper's profile does not name.

    What a named host resolves to is `crawler.download.resolver`'s business.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.allowed: frozenset[str] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises Reason `outside`; robots.txt of a named host passes like any other address."""
        if self.allowed is None:
            paper = self.crawler.spider.paper  # type: ignore[union-attr]
            self.allowed = frozenset(map(without_default_port, paper.allowed_hosts))
        host = host_of(request.url)
        if host is None or host not in self.allowed:
            parts = urlsplit(request.url)
            raise Reason(
                "outside", f"{parts.scheme}://{parts.netloc} is not named in the profile (key hosts)"
            )


class CaptureMiddleware:
    """Writes every body into the paper's WARC, flushed to disk, before a callback reads it.

    Stands between HttpCompression and Retry: it sees the decoded body of each answer, redirects excepted.
    """

    def __init__(self, directory: str, archive: Writer) -> None:
        self.archive = archive
        self.writer = CaptureWriter(directory, originals=partial(originals, archive.engine))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy; the directory is the setting BANMIAN_ARCHIVE."""
        archive: Writer = crawler.spider.archive  # type: ignore[union-attr]  # made before the middlewares
        capture = cls(crawler.settings["BANMIAN_ARCHIVE"], archive)
        crawler.signals.connect(capture.spider_closed, signals.spider_closed)
        return capture

    def spider_closed(self) -> None:
        """Forces everything to the disk."""
        self.writer.close()

    def process_response(self, request: Request, response: Response) -> Response:
        """Leaves the capture in `response.meta["capture"]`.

        On the event loop, though compression takes a millisecond: beside it the host would be asked for more
        while a refusal is still on its way to those who count it.
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
        prepare = partial(self.writer.prepare, attempt=attempt)
        prepared = prepare(purpose, response.url, response.status, headers, response.body, datetime.now(UTC))
        request.meta["capture"] = capture = self.writer.append(prepared)
        if response.status >= 400:  # tried again or merely early: no item will say where these bytes lie
            self.archive.store(UnreadItem(purpose.paper, purpose.date, capture))
        return response
