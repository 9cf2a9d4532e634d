"""The capture of every body: its bytes are in the archive before anything is read from them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
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
        self._at_work: asyncio.Future[None] | None = None
        self._waiting: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy; the directory is the setting BANMIAN_ARCHIVE."""
        writer: Writer = crawler.spider.writer  # type: ignore[union-attr]  # made before the middlewares
        capture = cls(crawler.settings["BANMIAN_ARCHIVE"], writer)
        crawler.signals.connect(capture.spider_closed, signals.spider_closed)
        return capture

    def spider_closed(self) -> None:
        """Forces everything to the disk."""
        self.captures.close()

    async def process_response(self, request: Request, response: Response) -> Response:
        """Leaves the capture in `response.meta["capture"]`; its bytes are on the disk then.

        Compressed on the event loop, though that takes a millisecond, and a refusal forced to the disk there,
        too: beside it the host would be asked for more while the refusal is on its way to those who count it.
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
        if response.status >= 400:  # tried again or merely early: no item will say where these bytes lie
            self.captures.sync()
            self.writer.store(UnreadItem(purpose.paper, purpose.date, capture))
        else:
            await self._synced()
        return response

    async def _synced(self) -> None:
        """Returns when all that is written now is on the disk: those who wait together share one sync."""
        if self._waiting is None:
            self._waiting = asyncio.ensure_future(self._sync_after(self._at_work))
        await asyncio.shield(self._waiting)

    async def _sync_after(self, earlier: asyncio.Future[None] | None) -> None:
        if earlier is not None:
            await asyncio.wait([earlier])
        self._at_work, self._waiting = self._waiting, None
        await asyncio.to_thread(self.captures.start_sync())
